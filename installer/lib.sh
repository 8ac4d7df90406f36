# shellcheck shell=bash
# Functions the scripts of this folder share. Sourced after `set -euo pipefail`.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
JOBS=${JOBS:-$(nproc)}

# Set-up that fails leaves with a status no verdict uses (verdicts and their errors are 0 to 5).
readonly SETUP_FAILED=70

say() { printf '==> %s\n' "$*"; }

fail()
{
    printf 'error: %s\n' "$*" >&2
    exit "$SETUP_FAILED"
}

as_root()
{
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        # Without a terminal sudo must not wait for a password nobody can type.
        if [ -t 0 ]; then sudo "$@"; else sudo -n "$@"; fi
    else
        fail "packages are missing and there is neither root nor sudo; install them and start again"
    fi
}

is_installed()
{
    [ "$(dpkg-query -W -f='${db:Status-Status}\n' "$1" 2>/dev/null | head -n 1)" = installed ]
}

# install_packages NAME…: installs what is missing and only that; asks the archive for nothing when all is there.
install_packages()
{
    local name missing=()
    if ! command -v apt-get >/dev/null; then
        say "Not a Debian system: taking it that these are installed: $*"
        return
    fi
    for name in "$@"; do
        is_installed "$name" || missing+=("$name")
    done
    if [ ${#missing[@]} -eq 0 ]; then
        say "Packages: all installed"
        return
    fi
    say "Packages: installing ${missing[*]}"
    as_root apt-get -q -o DPkg::Lock::Timeout=300 update || fail "the package lists could not be refreshed"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
        install --no-install-recommends "${missing[@]}" || fail "these packages could not be installed: ${missing[*]}"
}

# configure_and_build PRESET [TARGET…]
configure_and_build()
{
    local preset=$1
    shift
    say "Configuring (preset $preset)"
    (cd "$ROOT" && cmake --preset "$preset" --log-level=WARNING) || fail "configuring failed"
    say "Building (preset $preset, $JOBS jobs)"
    if [ $# -gt 0 ]; then
        (cd "$ROOT" && cmake --build --preset "$preset" -j "$JOBS" --target "$@") || fail "the build failed"
    else
        (cd "$ROOT" && cmake --build --preset "$preset" -j "$JOBS") || fail "the build failed"
    fi
}
