#!/usr/bin/env bash
# Runs every fuzz target for a while, two at a time. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/installer/packages.sh"

usage()
{
    cat <<'TEXT'
Usage: installer/fuzz.sh [SECONDS] [TARGET…]

Builds the fuzz targets with clang-16 and runs each for SECONDS (default 60),
two at a time, starting from tests/fuzz/corpus/TARGET. New inputs and findings
go to build/fuzz/work/TARGET. The status is 0 only when at least one target ran
and none found anything.
TEXT
}

case ${1:-} in --help|-h) usage; exit 0 ;; esac
seconds=${1:-60}
case $seconds in ''|*[!0-9]*) printf 'not a number of seconds: %s (try --help)\n' "$seconds" >&2; exit 3 ;; esac
[ $# -gt 0 ] && shift

install_packages "${FUZZ_PACKAGES[@]}"
configure_and_build fuzz

bin="$ROOT/build/fuzz/bin"
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    for program in "$bin"/fuzz_*; do
        if [ -x "$program" ]; then targets+=("$(basename "$program")"); fi
    done
fi
[ ${#targets[@]} -gt 0 ] || fail "there is no fuzz target in $bin"

# fuzz_one TARGET: its log and its status are left in its work folder.
fuzz_one()
{
    local target=$1 work="$ROOT/build/fuzz/work/$1" corpus="$ROOT/tests/fuzz/corpus/${1#fuzz_}" status=0
    local folders=("$work/corpus")
    [ -d "$corpus" ] || corpus="$ROOT/tests/fuzz/corpus/$target"
    if [ -d "$corpus" ]; then folders+=("$corpus"); fi
    mkdir -p "$work/corpus"
    rm -f "$work/status"
    "$bin/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$work/" "${folders[@]}" >"$work/log" 2>&1 || status=$?
    echo "$status" >"$work/status"
}

for target in "${targets[@]}"; do
    [ -x "$bin/$target" ] || fail "there is no fuzz target $target"
    while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n || true; done
    say "Fuzzing $target for $seconds s"
    fuzz_one "$target" &
done
wait

clean=0 found=0
for target in "${targets[@]}"; do
    work="$ROOT/build/fuzz/work/$target"
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log")
    if [ "$(cat "$work/status" 2>/dev/null || echo none)" = 0 ] && [ "${runs:-0}" -gt 0 ]; then
        say "$target: $runs inputs, nothing found"
        clean=$((clean + 1))
    else
        say "$target: FOUND, see $work/log"
        tail -n 25 "$work/log" | sed 's/^/    /'
        found=$((found + 1))
    fi
done
printf '%s clean, %s with findings\n' "$clean" "$found"
[ "$found" -eq 0 ]
