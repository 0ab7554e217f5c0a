#!/bin/bash
# includes_self_test.sh ROOT: plants forbidden includes in a copy and expects each to be found.
set -u
check=$1/tests/architecture/includes.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
plant() {
    rm -rf "$folder/tree"
    mkdir -p "$folder/tree/$(dirname "$1")"
    echo "#include <$2>" >"$folder/tree/$1"
    if "$check" "$folder/tree" >/dev/null; then
        echo "not noticed: $1 includes <$2>"
        exit 1
    fi
}
plant pos/core/price.cpp loyal/store/journal.hpp
plant pos/core/price.cpp nlohmann/json.hpp
plant pos/core/price.cpp thread
plant include/loyal/wire/frame.hpp boost/asio/io_context.hpp
plant firmware_bridge/decode/label.cpp loyal/core/money.hpp
plant pos/terminal/till.cpp loyal/link/link.hpp
plant sync/link/link.cpp loyal/terminal/till.hpp
plant pos/store/journal.cpp loyal/wire/frame.hpp
mkdir -p "$folder/good/pos/core"
echo '#include <algorithm>' >"$folder/good/pos/core/price.cpp"
"$check" "$folder/good"
