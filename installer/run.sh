#!/usr/bin/env bash
# Installs what is missing, builds Countersign and opens it. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/installer/packages.sh"

usage()
{
    cat <<'TEXT'
Usage: installer/run.sh [--no-build] [FILE…] [-- OPTION…]

Installs the Debian packages that are missing, builds Countersign and opens its
window with the files or folders given. Without any it starts the demo
consortium in the window: three nodes on this computer, open proposals, and
the keys of two members to vote with.
Without a display it runs "countersign-cli verify" on the files given, or on
the bundled demo ledger, and leaves with its status: 0 Passed, 1 Failed,
2 Indeterminate, 3 usage, 4 input unreadable, 5 unreachable; 70 when packages
or the build failed. ("countersign-cli demo" runs the consortium without a window.)

  --no-build    start what was built before; install and build nothing
  -- OPTION…    hand the rest to the program as it is, for example
                installer/run.sh ledger -- --service-cert service_cert.pem
  --help        this text

JOBS=N in the environment sets the number of compilers at work (default: all cores).
TEXT
}

build=yes
inputs=()
options=()
while [ $# -gt 0 ]; do
    case $1 in
        --no-build) build=no ;;
        --help|-h) usage; exit 0 ;;
        --) shift; options=("$@"); break ;;
        -*) printf 'unknown option: %s (try --help)\n' "$1" >&2; exit 3 ;;
        *) inputs+=("$1") ;;
    esac
    shift
done

display=no
if [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; then display=yes; fi

demo=no
if [ ${#inputs[@]} -eq 0 ] && [ "$display" = yes ]; then
    demo=yes
    options=(--demo "${options[@]}")
elif [ ${#inputs[@]} -eq 0 ]; then
    inputs=("$ROOT/resources/demo/ledger")
    [ -e "${inputs[0]}" ] || fail "the demo ledger is not in this checkout (resources/demo/ledger); name a ledger folder"
    say "No file given: using the demo ledger"
    # The demo's identity comes with the demo; for a ledger of your own you choose the certificate yourself.
    demo_identity="$ROOT/resources/demo/service_cert.pem"
    if [ ${#options[@]} -eq 0 ] && [ -e "$demo_identity" ]; then options=(--service-cert "$demo_identity"); fi
fi

if [ "$build" = yes ]; then
    packages=("${BUILD_PACKAGES[@]}")
    if [ "$display" = yes ]; then packages+=("${RUN_PACKAGES[@]}"); fi
    if [ -n "${WAYLAND_DISPLAY:-}" ] && [ -z "${DISPLAY:-}" ]; then packages+=("${WAYLAND_PACKAGES[@]}"); fi
    install_packages "${packages[@]}"
    configure_and_build release countersign countersign-cli
fi

bin="$ROOT/build/release/bin"
if [ "$display" = yes ]; then
    [ -x "$bin/countersign" ] || fail "$bin/countersign is not built; start without --no-build"
    if [ "$demo" = yes ]; then say "Starting the demo consortium"; else say "Opening ${inputs[*]}"; fi
    exec "$bin/countersign" "${options[@]}" "${inputs[@]}"
fi

[ -x "$bin/countersign-cli" ] || fail "$bin/countersign-cli is not built; start without --no-build"
say "No display: verifying ${inputs[*]} on the command line"
status=0
"$bin/countersign-cli" verify "${options[@]}" "${inputs[@]}" || status=$?
case $status in
    0) say "Passed" ;;
    1) say "Failed" ;;
    2) say "Indeterminate" ;;
    *) say "No verdict (status $status)" ;;
esac
exit "$status"
