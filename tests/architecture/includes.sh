#!/bin/bash
# includes.sh ROOT: fails on any #include in ROOT's libraries that no arrow of docs/architecture.md
# permits: another library's headers, a third party's, or the operating system's in a pure library.
set -u
root=$1
status=0

# library | folders | own libraries | third parties and system headers it may use beside std
# A "!" before a header forbids it although it is in std.
pure='!thread !mutex !future !random !locale !fstream !filesystem !iostream !condition_variable'
rules="
decode|firmware_bridge/decode include/loyal/decode||iconv $pure
device|firmware_bridge include/loyal/device|decode|boost/asio boost/system libusb unix
virtual_devices|firmware_bridge/virtual include/loyal/virtual_devices|decode|unix
core|pos/core include/loyal/core||boost/system $pure
format|pos/format include/loyal/format|core|nlohmann sodium boost/system $pure
database|pos/database include/loyal/database||sqlite3 boost/asio boost/system unix
http|pos/http include/loyal/http||boost/asio boost/beast boost/system openssl unix
store|pos/store include/loyal/store|core format database|nlohmann boost/system unix
terminal|pos/terminal include/loyal/terminal|core format store database http decode device web|nlohmann sodium qrencode date boost/asio boost/system iconv
client|pos/client include/loyal/client||boost/asio boost/beast boost/system nlohmann unix
wire|sync/wire include/loyal/wire|core format|nlohmann zstd boost/system $pure
net|sync/net include/loyal/net||boost/asio boost/system openssl unix
link|sync/link include/loyal/link|core format wire net store database|boost/asio boost/system nlohmann
insight|sync/insight include/loyal/insight|core|boost/math nlopt $pure
head_office|sync/head_office include/loyal/head_office|core format wire net insight database http|nlohmann sodium libpq xlsxwriter date boost/asio boost/system unix
"

kind_of() {
    case $1 in
        boost/asio*) echo boost/asio ;;
        boost/beast*) echo boost/beast ;;
        boost/system*|boost/assert/source_location.hpp) echo boost/system ;;
        boost/math*) echo boost/math ;;
        boost/*) echo "${1%%.hpp}" ;;
        nlohmann/*) echo nlohmann ;;
        openssl/*) echo openssl ;;
        date/*) echo date ;;
        sodium*) echo sodium ;;
        sqlite3.h) echo sqlite3 ;;
        libusb*) echo libusb ;;
        zstd.h) echo zstd ;;
        qrencode.h) echo qrencode ;;
        nlopt*) echo nlopt ;;
        libpq*) echo libpq ;;
        xlsxwriter*) echo xlsxwriter ;;
        iconv.h) echo iconv ;;
        sys/*|unistd.h|fcntl.h|poll.h|netinet/*|grp.h|pwd.h|linux/*|arpa/*|signal.h|netdb.h|dirent.h|termios.h|net/*) echo unix ;;
        *) echo "std:$1" ;;
    esac
}

contains() { case " $1 " in *" $2 "*) return 0 ;; *) return 1 ;; esac; }

check_include() {
    local library=$1 own=$2 others=$3 file=$4 header=$5 kind
    case $header in
        loyal/*)
            local used=${header#loyal/}
            used=${used%%/*}
            [ "$used" = "$library" ] || contains "$own" "$used" ||
                { echo "$file: <$header>: $library must not use $used"; status=1; }
            return ;;
    esac
    kind=$(kind_of "$header")
    case $kind in
        std:*)
            contains "$others" "!${header}" &&
                { echo "$file: <$header>: $library is pure"; status=1; } ;;
        *) contains "$others" "$kind" ||
            { echo "$file: <$header>: $library must not use $kind"; status=1; } ;;
    esac
}

while IFS='|' read -r library folders own others; do
    [ -n "$library" ] || continue
    for folder in $folders; do
        [ -d "$root/$folder" ] || continue
        depth="-maxdepth 9"
        [ "$folder" = firmware_bridge ] && depth="-maxdepth 1"
        while IFS=: read -r file header; do
            [ -n "$header" ] && check_include "$library" "$own" "$others" "${file#"$root"/}" "$header"
        done < <(find "$root/$folder" $depth \( -name '*.hpp' -o -name '*.cpp' \) -exec \
            grep -HoE '^ *# *include *<[^>]+>' {} + | sed -E 's/: *# *include *<([^>]+)>/:\1/')
    done
done <<<"$rules"
# A quoted include stays in its own library's folder or a folder below it.
while IFS=: read -r file header; do
    [ -n "$file" ] && { echo "${file#"$root"/}: $header: leaves its library's folder"; status=1; }
done < <(grep -rHoE '^ *# *include *"(\.\./)+(\.\.|pos|sync|firmware_bridge)/[^"]*"' \
    "$root/pos" "$root/sync" "$root/firmware_bridge" --include='*.hpp' --include='*.cpp' 2>/dev/null)
[ $status = 0 ] && echo "every include follows an arrow"
exit $status
