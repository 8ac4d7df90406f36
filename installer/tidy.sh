#!/usr/bin/env bash
# Runs clang-tidy-16 with the checks of .clang-tidy. Usage: installer/tidy.sh [FILE…] (default: every source file)
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/installer/packages.sh"

case ${1:-} in --help|-h) sed -n 's/^# \(Runs.*\)/\1/p' "${BASH_SOURCE[0]}"; exit 0 ;; esac

install_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}" "${TIDY_PACKAGES[@]}"
# Built, not only configured: the generated headers must exist to be read.
configure_and_build ci

cd "$ROOT"
if [ $# -gt 0 ]; then
    files=("$@")
else
    mapfile -t files < <(find core ui app -name '*.cpp' | sort)
fi
[ ${#files[@]} -gt 0 ] || fail "there is nothing to read"
say "clang-tidy over ${#files[@]} files"
if printf '%s\0' "${files[@]}" | xargs -0 -P "$JOBS" -n 1 clang-tidy-16 -p build/ci --quiet; then
    say "Nothing found"
else
    say "clang-tidy found something, see above"
    exit 1
fi
