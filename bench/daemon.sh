#!/bin/bash
# daemon.sh BIN FOLDER SIZE…: start to ready, and memory (Pss) of an idle loyald, at several numbers
# of members; then scan to priced basket.
#
# Takes FOLDER/members-SIZE.db, which bench_lookup makes.
set -eu
bin=$1
members=$2
shift 2
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap '[ -n "${id:-}" ] && kill "$id" 2>/dev/null; rm -rf "$folder"' EXIT

"$bin/loyalctl" demo "$folder/data" --programme "$root/packaging/demo/programme.json" \
    --date 2026-11-23 --members 1
{ printf '{"items":['; paste -sd, "$folder/data/items.ndjson"; printf ']}'; } >"$folder/items.json"

id=
stop() { [ -z "$id" ] || { kill "$id" && wait "$id" 2>/dev/null; id=; } || true; }

for size in "$@"; do
    stop
    rm -rf "$folder/state"
    mkdir "$folder/state"
    cp "$members/members-$size.db" "$folder/state/loyald.db"
    cat >"$folder/loyald.toml" <<TOML
state = "state"
store = "S001"
terminal = "S001-T1"
programme = "$root/packaging/demo/programme.json"
import = "items.json"
[listen]
port = 0
unix = "till.sock"
[devices]
enabled = false
TOML
    start() {
        rm -f "$folder/state/address"
        "$bin/loyald" --config "$folder/loyald.toml" >"$folder/log" 2>&1 &
        id=$!
        until [ -s "$folder/state/address" ]; do
            kill -0 "$id" || { cat "$folder/log" >&2; exit 1; }
            sleep 0.001
        done
    }
    start  # takes the items in
    stop
    times=()
    for round in 1 2 3 4 5; do
        from=$(date +%s%N)
        start
        times+=($((($(date +%s%N) - from) / 1000000)))
        [ $round = 5 ] || stop
    done
    sleep 2
    pss=$(awk '$1 == "Pss:" { print $2 }' "/proc/$id/smaps_rollup")
    echo "$size members: start to ready $(printf '%s\n' "${times[@]}" | sort -n | sed -n 3p) ms (${times[*]}), idle Pss $pss kB"
done
"$bin/bench_scan" "$folder/till.sock" 6901234500011 6901234500028 6901234500035 6901234500042
pss=$(awk '$1 == "Pss:" { print $2 }' "/proc/$id/smaps_rollup")
echo "after the scans: Pss $pss kB"
strip -o "$folder/stripped" "$bin/loyald"
echo "stripped binary: $(stat -c %s "$folder/stripped") bytes"
