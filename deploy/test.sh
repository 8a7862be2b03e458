#!/bin/sh
# Runs all tests of heapd from a clone: installs what is missing (Debian 12), builds debug (sanitizers, poisoning,
# heap_verify after each operation) and release and runs every test with both, then those of the heap under stress (a
# collection at every allocation) and those with threads under the thread sanitizer. Ends with one line of numbers:
#
#   412 passed, 0 failed
#
# The last two are left out when the first two took longer than HEAPD_TEST_MINUTES (12). Results as JUnit files:
# build/*/tests.xml.
set -u
cd "$(dirname "$0")/.." || exit 1
. deploy/packages.sh

minutes=${HEAPD_TEST_MINUTES:-12}
begun=$(date +%s)
passed=0 failed=0 skipped=0 failures=

install_packages deploy/packages deploy/packages-test || exit 1

# number NAME FILE: an attribute of the test suite.
number() {
    value=$(sed -n "s/.*[[:space:]]$1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1)
    echo "${value:-0}"
}

# run PRESET [CTEST ARGUMENTS]: builds, tests, counts.
run() {
    preset=$1
    shift
    results=$PWD/build/$preset/tests.xml
    log=$PWD/build/$preset/build.log
    mkdir -p "build/$preset"
    rm -f "$results"
    echo "== $preset: build"
    if ! { cmake --preset "$preset" && cmake --build "build/$preset" --parallel "$(nproc)"; } >"$log" 2>&1; then
        tail -n 60 "$log"
        failed=$((failed + 1)) failures="$failures $preset/build"
        return
    fi
    echo "== $preset: tests"
    ctest --test-dir "build/$preset" --parallel "$(nproc)" --output-on-failure --timeout 300 --no-tests=ignore \
        --output-junit "$results" "$@"
    [ -f "$results" ] || return
    wrong=$(number failures "$results")
    left_out=$(($(number skipped "$results") + $(number disabled "$results")))
    passed=$((passed + $(number tests "$results") - wrong - left_out))
    failed=$((failed + wrong))
    skipped=$((skipped + left_out))
    for name in $(sed -n 's/.*<testcase name="\([^"]*\)".* status="fail".*/\1/p' "$results"); do
        failures="$failures $preset/$name"
    done
}

run debug
run release
if [ $(($(date +%s) - begun)) -lt $((minutes * 60)) ]; then
    run tsan --tests-regex '^(unit/(session|store|api|daemon)|api)/'
fi
if [ $(($(date +%s) - begun)) -lt $((minutes * 60)) ]; then
    run stress --tests-regex '^unit/heap/'
fi

echo
[ -z "$failures" ] || echo "failed:$failures"
[ "$skipped" = 0 ] || echo "$skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
