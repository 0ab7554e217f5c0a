# Sourced by ./run and ./check: installs what is missing, and knows how to build.

prepare_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Names in packages.txt that dpkg does not have installed.
missing_packages() {
    local name
    sed 's/#.*//' "$prepare_root/packages.txt" | while read -r name; do
        [ -n "$name" ] || continue
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || echo "$name"
    done
}

install_packages() {
    local missing
    missing=$(missing_packages)
    # Node may be there from another source, which Debian's packages then conflict with.
    command -v node >/dev/null || missing="$missing nodejs"
    command -v npm >/dev/null || missing="$missing npm"
    missing=$(echo $missing)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ]; then
        echo "Missing packages: $missing. Run as root, or install them: apt-get install $missing" >&2
        return 1
    fi
    echo "Installing: $missing"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } \
        >"$prepare_root/build/install.log" 2>&1 ||
        { tail -n 20 "$prepare_root/build/install.log" >&2; return 1; }
}

# configure_and_build PRESET [TARGET…]: quiet when it works, the log's end when it does not.
configure_and_build() {
    local preset=$1 log="$prepare_root/build/$1.log"
    shift
    (
        cd "$prepare_root" &&
            cmake --preset "$preset" &&
            cmake --build --preset "$preset" ${1:+--target "$@"}
    ) >"$log" 2>&1 && return 0
    grep -nE 'error|FAILED|Error' -A 6 "$log" | head -n 60 >&2
    echo "The whole log: $log" >&2
    return 1
}

mkdir -p "$prepare_root/build"
