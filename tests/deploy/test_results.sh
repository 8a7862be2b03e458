#!/bin/sh
# The numbers of a test run are read from what ctest itself says.
set -u
. "$(dirname "$0")/../../deploy/results.sh"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

# check TESTS COUNTS NAMES: the file of tests is run and read.
check() {
    echo "$1" >"$folder/CTestTestfile.cmake"
    ctest --test-dir "$folder" --no-tests=ignore >"$folder/log" 2>&1
    counts=$(result_counts "$folder/log")
    names=$(result_failures "$folder/log" | tr '\n' ' ')
    if [ "$counts" != "$2" ] || [ "$names" != "$3" ]; then
        echo "expected $2 ($3), but it is $counts ($names)"
        failures=$((failures + 1))
    fi
}

check "" "0 0 0" ""
check 'add_test(good "true")' "1 0 0" ""
check 'add_test(bad "false")' "0 1 0" "bad "
check '
add_test(good "true")
add_test(also/good "true")
add_test(bad/one "false")
add_test(left_out "sh" "-c" "exit 77")
set_tests_properties(left_out PROPERTIES SKIP_RETURN_CODE 77)
add_test(off "true")
set_tests_properties(off PROPERTIES DISABLED TRUE)
add_test(absent "/nowhere/program")
add_test(slow "sleep" "5")
set_tests_properties(slow PROPERTIES TIMEOUT 1)
add_test(crash "sh" "-c" "kill -SEGV $$")' "2 4 2" "bad/one absent slow crash "

[ "$failures" = 0 ]
