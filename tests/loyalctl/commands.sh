#!/bin/bash
# commands.sh LOYALCTL DATA: what loyalctl's pure commands print and how they exit.
set -u
loyalctl=$1 data=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
cp "$data"/*.json .
failures=0

# expect NAME EXIT STDOUT STDERR COMMAND…: exit code and both outputs; "*" takes any output.
expect() {
    local name=$1 code=$2 out=$3 err=$4
    shift 4
    "$@" >out 2>err </dev/null
    local got=$?
    if [ $got != "$code" ] || { [ "$out" != "*" ] && [ "$(cat out)" != "$out" ]; } ||
        { [ "$err" != "*" ] && [ "$(cat err)" != "$err" ]; }; then
        echo "FAILED: $name: exit $got"
        echo "  stdout: $(head -c 300 out)"
        echo "  stderr: $(head -c 300 err)"
        failures=$((failures + 1))
    fi
}

expect "a good programme is ok" 0 ok "" "$loyalctl" programme check programme.json
expect "resolved prints defaults" 0 "*" "" "$loyalctl" programme check --resolved programme.json
grep -q '"optimal":true' <("$loyalctl" price --programme programme.json --basket basket.json) ||
    { echo "FAILED: prices the example"; failures=$((failures + 1)); }

sed 's/"quantity": 1000, "unit_price": 12900/"quantity": 0, "unit_price": 12900/' basket.json >bad.json
expect "a bad basket names file and member" 2 "" "bad.json: lines[2].quantity: must not be 0" \
    "$loyalctl" price --programme programme.json --basket bad.json
head -c 500 programme.json >cut.json
expect "a cut programme is refused" 2 "" "*" "$loyalctl" programme check cut.json
grep -q '^cut.json: is not JSON at byte' err || { echo "FAILED: cut: $(cat err)"; failures=$((failures + 1)); }
expect "a missing file is named" 2 "" "nowhere.json: No such file or directory" \
    "$loyalctl" programme check nowhere.json

tr -d '\n' <basket.json >one.line
{ cat one.line; echo; tr -d '\n' <bad.json; echo; cat one.line; echo; } >baskets.ndjson
expect "a bad basket stands in its place" 2 "*" "baskets.ndjson:2: lines[2].quantity: must not be 0" \
    "$loyalctl" price --programme programme.json --baskets baskets.ndjson
[ "$(wc -l <out)" = 3 ] || { echo "FAILED: three answers, not $(wc -l <out)"; failures=$((failures + 1)); }
[ "$(sed -n 2p out)" = '{"error":{"entry":2,"member":"lines[2].quantity","text":"must not be 0"}}' ] ||
    { echo "FAILED: error in place: $(sed -n 2p out)"; failures=$((failures + 1)); }
expect "no basket at all is an error" 2 "" "*" "$loyalctl" price --programme programme.json
expect "--version prints a number" 0 "*" "" "$loyalctl" --version
[ $failures = 0 ] && echo "all commands answer as expected"
exit $failures
