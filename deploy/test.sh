#!/bin/sh
# Runs all tests of heapd from a clone: installs what is missing (Debian 12), builds debug (sanitizers, poisoning,
# heap_verify after each operation) and release and runs every test with both, those that are labelled "once" (the
# dashboard's, say) with the first; then those with threads under the thread sanitizer and, under stress (a collection at
# every allocation), those of the heap and random and failing programs. Ends with one line of numbers:
#
#   412 passed, 0 failed
#
# The last two are left out when the first two took longer than HEAPD_TEST_MINUTES (12). Results as JUnit files:
# build/*/tests.xml. Of packages, those of deploy/packages-faster are tried to be had, and done without.
set -u
cd "$(dirname "$0")/.." || exit 1
. deploy/packages.sh
. deploy/results.sh

minutes=${HEAPD_TEST_MINUTES:-12}
begun=$(date +%s)
jobs=$(nproc)
passed=0 failed=0 skipped=0 failures=""

install_packages deploy/packages deploy/packages-test || exit 1
install_packages deploy/packages-faster || echo "tests: without those, then" >&2

# run PRESET [CTEST ARGUMENTS]: builds, tests, counts.
run() {
    preset=$1
    shift
    log=build/$preset/test.log
    mkdir -p "build/$preset"
    echo "== $preset: build"
    if ! { cmake --preset "$preset" && cmake --build "build/$preset" --parallel "$jobs"; } >"$log" 2>&1; then
        tail -n 60 "$log"
        failed=$((failed + 1)) failures="$failures $preset/build"
        return
    fi
    echo "== $preset: tests"
    # One more than there are processors: there is always a test that waits.
    ctest --test-dir "build/$preset" --parallel $((jobs + 1)) --output-on-failure --timeout 900 --no-tests=ignore \
        --output-junit tests.xml "$@" 2>&1 | tee "$log"
    read -r good bad left_out <<X
$(result_counts "$log")
X
    if [ $((good + bad)) = 0 ]; then
        bad=1 failures="$failures $preset/no-tests-ran"
    fi
    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left_out))
    for name in $(result_failures "$log"); do
        failures="$failures $preset/$name"
    done
}

# time_left: is there some for more than the two that must be?
time_left() {
    [ $(($(date +%s) - begun)) -lt $((minutes * 60)) ]
}

run debug
run release --label-exclude '^once$'
if time_left; then
    run tsan --tests-regex '^(unit/(session|store|api|daemon)|api|process)/'
fi
if time_left; then
    run stress --tests-regex '^(unit/heap|oracle/random|failing)'
fi

echo
[ -z "$failures" ] || echo "failed:$failures"
[ "$skipped" = 0 ] || echo "$skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
