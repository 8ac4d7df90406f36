#!/bin/sh
# Draws the pictures of resources/screenshots from the program itself, on a display of its own.
# Usage: installer/screenshots.sh [BUILD_FOLDER]    (default: build/dev, built when it is not there)
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$root/build/dev}
[ -d "$build" ] || cmake -S "$root" --preset dev
cmake --build "$build" --target countersign_screenshots --target countersign_evidence_screenshots --target countersign_vote_screenshots
out="$root/resources/screenshots"
export LC_ALL=C.UTF-8 TZ=UTC
for program in countersign_screenshots countersign_evidence_screenshots countersign_vote_screenshots; do
    run="$build/bin/$program"
    if command -v xvfb-run >/dev/null; then
        xvfb-run -a -s '-screen 0 1600x1000x24 -dpi 96' "$run" "$out"
    else
        QT_QPA_PLATFORM=offscreen "$run" "$out"
    fi
done
ls "$out"
