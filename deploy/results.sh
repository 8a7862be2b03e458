# Sourced by test.sh: what a run of ctest said, from its output. (Its JUnit file counts a test whose program is not there
# as left out; here it has failed.)

# result_counts LOG: passed, failed and skipped tests, three numbers.
result_counts() {
    awk '
        /tests passed, [0-9]+ tests? failed out of [0-9]+$/ { failed = $4; all = $NF }
        /^[ \t]+[0-9]+ - .* \(Skipped\)$/ { skipped++ }
        /^[ \t]+[0-9]+ - .* \(Disabled\)$/ { disabled++ } # which "out of" does not count
        END { print all - failed - skipped, failed + 0, skipped + disabled }' "$1"
}

# result_failures LOG: the names of the tests that failed, a line each.
result_failures() {
    awk '
        /^The following tests FAILED:$/ { listed = 1; next }
        listed && /^[ \t]+[0-9]+ - / { print $3 }' "$1"
}
