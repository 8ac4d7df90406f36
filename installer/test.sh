#!/usr/bin/env bash
# Installs what is missing, builds everything and runs all tests. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/installer/packages.sh"

usage()
{
    cat <<'TEXT'
Usage: installer/test.sh [--preset ci|asan|tsan]

Installs the Debian packages that are missing, builds Countersign with its tests
and runs them. The last line is "N passed, N failed"; the status is 0 only when
at least one test ran and none failed.

  --preset ci      warnings are errors (default)
  --preset asan    AddressSanitizer and UndefinedBehaviorSanitizer
  --preset tsan    ThreadSanitizer
  --help           this text

JOBS=N in the environment sets the number of compilers at work (default: all cores).
TEXT
}

preset=ci
while [ $# -gt 0 ]; do
    case $1 in
        --preset) preset=${2:-}; shift ;;
        --preset=*) preset=${1#*=} ;;
        --help|-h) usage; exit 0 ;;
        *) printf 'unknown argument: %s (try --help)\n' "$1" >&2; exit 3 ;;
    esac
    [ $# -gt 0 ] && shift
done
case $preset in
    ci|asan|tsan|dev) ;;
    *) printf 'unknown preset: %s (try --help)\n' "$preset" >&2; exit 3 ;;
esac

install_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
configure_and_build "$preset"

results="$ROOT/build/$preset/test-results.xml"
log="$ROOT/build/$preset/Testing/Temporary/LastTest.log"
rm -f "$results" "$log"
say "Testing (preset $preset)"
status=0
(cd "$ROOT" && ctest --preset "$preset" --output-junit "$results") || status=$?

# count ATTRIBUTE: a number from the head of ctest's result file, 0 when there is none.
count()
{
    local value=
    if [ -e "$results" ]; then
        value=$(tr '\n' ' ' <"$results" | sed -n "s/.*<testsuite [^>]*[[:space:]]$1=\"\([0-9]*\)\".*/\1/p")
    fi
    printf '%s' "${value:-0}"
}

if [ ! -d "$ROOT/../shared/vectors" ]; then
    say "../shared/vectors is not beside this checkout: the tests on real evidence were skipped"
fi
if [ -e "$log" ] && grep -q '^SKIP ' "$log"; then
    say "Skipped inside the tests:"
    grep '^SKIP ' "$log" | sed 's/^SKIP *: */    /' | sort | uniq
fi

total=$(count tests)
failed=$(count failures)
left_out=$(($(count skipped) + $(count disabled)))
passed=$((total - failed - left_out))
if [ "$left_out" -gt 0 ]; then say "$left_out not run"; fi
if [ "$passed" -le 0 ] && [ "$status" -eq 0 ]; then status=1; fi
if [ "$failed" -gt 0 ] && [ "$status" -eq 0 ]; then status=1; fi
if [ "$passed" -le 0 ] && [ "$failed" -eq 0 ]; then say "No test ran"; fi
printf '%s passed, %s failed\n' "$passed" "$failed"
exit "$status"
