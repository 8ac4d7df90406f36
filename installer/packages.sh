# shellcheck shell=bash
# Debian 12 packages, one list a purpose. Sourced by the other scripts of this folder; changes nothing by itself.

# To configure and compile the command line and the window.
BUILD_PACKAGES=(
    g++ cmake make ninja-build ccache pkg-config # make: the release build links on all cores through it.
    libssl-dev nlohmann-json3-dev libcli11-dev libsqlite3-dev libzip-dev
    qt6-base-dev qt6-charts-dev qt6-svg-dev libqt6opengl6-dev libgl-dev
    qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
    libqrencode-dev  # Signing requests as QR codes; without it they are files only.
    libmozjs-102-dev # Runs constitutions; without it they are shown but not evaluated.
)

# To show the window: the platform plugins and a font.
RUN_PACKAGES=(qt6-qpa-plugins libqt6svg6 fonts-dejavu-core)

# To sign with a key on a PKCS#11 token; everything else works without it.
TOKEN_PACKAGES=(libengine-pkcs11-openssl)

# Needed besides when the session is Wayland without an X server.
WAYLAND_PACKAGES=(qt6-wayland)

# To run the tests, which draw offscreen; Python runs the lints, SoftHSM is the token, Qt's JavaScript runs ballots.
TEST_PACKAGES=("${RUN_PACKAGES[@]}" "${TOKEN_PACKAGES[@]}" python3 softhsm2 qt6-declarative-dev)

# Only to take the pictures of the README.
SCREENSHOT_PACKAGES=(xvfb xauth)

# libFuzzer, its runtime, and the symbols of what it finds. The fuzz preset builds no window.
FUZZ_PACKAGES=(
    clang-16 libclang-rt-16-dev llvm-16
    cmake ninja-build ccache pkg-config
    libssl-dev nlohmann-json3-dev libcli11-dev libsqlite3-dev libzip-dev
)

TIDY_PACKAGES=(clang-tidy-16)
