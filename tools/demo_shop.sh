# Sourced by ./run and by system tests: a demo chain of head office and tills in a folder.
#
# Needs $demo (the folder) and $bin (where the programs are). Everything started is stopped by
# stop_shop; each process is known by its id in $demo/*.pid.

umask 022

# wait_for SECONDS COMMAND…: until the command succeeds; fails when the time is over.
wait_for() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.05
    done
}

fail() {
    echo "FAILED: $*" >&2
    local log
    for log in "$demo"/*.log; do
        [ -s "$log" ] && { echo "--- $log" >&2; tail -n 15 "$log" >&2; }
    done
    exit 1
}

# json EXPRESSION: reads JSON from standard input as `it` and prints the expression's value.
json() {
    node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>{
        const it=JSON.parse(t);const v=eval(process.argv[1]);
        console.log(typeof v==="object"?JSON.stringify(v):String(v))})' "$1"
}

hq_port() { awk -v name="$1" '$1 == name { print $2 }' "$demo/hq/address"; }
hq_get() {
    curl -sS --fail-with-body --max-time 10 -H "Authorization: Bearer $(cat "$demo/hq/api-token")" \
        "http://127.0.0.1:$(hq_port http)$1"
}
till_address() { cat "$demo/till-$1/state/address"; }
till_get() {
    curl -sS --fail-with-body --max-time 10 \
        -H "Authorization: Bearer $(cat "$demo/till-$1/state/api-token")" "$(till_address "$1")$2"
}
# till_call TILL METHOD PATH BODY
till_call() {
    curl -sS --fail-with-body --max-time 10 -X "$2" \
        -H "Authorization: Bearer $(cat "$demo/till-$1/state/api-token")" \
        -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" \
        -H 'Content-Type: application/json' --data "$4" "$(till_address "$1")$3"
}

# make_chain DATE [BASKETS]: head office's folder, and the chain's items and members.
make_chain() {
    "$bin/loyalctl" demo "$demo/data" --programme packaging/demo/programme.json --date "$1" \
        ${2:+--baskets "$2"} || fail "demo data"
    "$bin/loyal-hq" init --state "$demo/hq" --host localhost --host 127.0.0.1 \
        >"$demo/hq-init.log" 2>&1 || fail "loyal-hq init"
}

# start_head_office TLS-PORT HTTP-PORT
start_head_office() {
    rm -f "$demo/hq/address"
    "$bin/loyal-hq" serve --state "$demo/hq" --address 127.0.0.1 --listen "$1" --http "$2" \
        >>"$demo/hq.log" 2>&1 &
    echo $! >"$demo/hq.pid"
    wait_for 20 test -s "$demo/hq/address" || fail "head office did not start"
}

fill_head_office() {
    "$bin/loyal-hq" programme publish --state "$demo/hq" packaging/demo/programme.json >>"$demo/hq-init.log" 2>&1 &&
        "$bin/loyal-hq" import items --state "$demo/hq" "$demo/data/items.ndjson" >>"$demo/hq-init.log" 2>&1 &&
        "$bin/loyal-hq" import members --state "$demo/hq" "$demo/data/members.ndjson" >>"$demo/hq-init.log" 2>&1 ||
        fail "filling head office"
}

# make_till NUMBER PORT: its configuration, with a one-time token of head office.
make_till() {
    local folder=$demo/till-$1 token
    mkdir -p "$folder"
    token=$("$bin/loyal-hq" enrol-terminal --state "$demo/hq" --terminal "S001-T$1" --store S001) ||
        fail "enrolling till $1"
    cat >"$folder/loyald.toml" <<TOML
state = "state"
store = "S001"
terminal = "S001-T$1"
till_name = "$1 号机 · Till $1"
cashier = "李娜"
programme = "$PWD/packaging/demo/programme.json"

[listen]
port = $2
unix = "loyald.sock"

[labels]
card_prefixes = ["29"]
coupon_prefixes = ["CP:"]
receipt_prefixes = ["S001-T"]

[printer]
address = "file:receipts.bin"
columns = 48
bilingual = true
heading = ["示范服装店 · Demo clothes"]

[head_office]
host = "localhost"
port = $(hq_port terminals)
token = "$token"
TOML
}

# start_till NUMBER: plainly; start_till NUMBER KIND: with a virtual scanner of that kind.
start_till() {
    local folder=$demo/till-$1
    rm -f "$folder/state/address"
    if [ -n "${2:-}" ]; then
        umockdev-wrapper "$bin/virtual-usb" --plug "$2" --control "$folder/usb.sock" -- \
            "$bin/loyald" --config "$folder/loyald.toml" >>"$demo/till-$1.log" 2>&1 &
    else
        "$bin/loyald" --config "$folder/loyald.toml" >>"$demo/till-$1.log" 2>&1 &
    fi
    echo $! >"$demo/till-$1.pid"
    wait_for 20 test -s "$folder/state/address" || fail "till $1 did not start"
}

# scan NUMBER LABEL: with the virtual scanner of that till.
scan() { "$bin/virtual-usb" --tell "$demo/till-$1/usb.sock" "scan $2" >/dev/null || fail "scanning $2"; }

till_has_reference() { [ "$(till_get "$1" "/v1/items?q=6901234500017" | json 'it.length ?? it.items.length')" -ge 1 ]; }
till_is_online() { [ "$(till_get "$1" /v1/status | json 'it.sync.state')" = online ]; }
till_has_member() { [ "$(till_get "$1" "/v1/members?card=$2" | json '(it.members ?? it).length')" -ge 1 ]; }
scanner_is_ready() { [ "$(till_get "$1" /v1/devices | json '(it.devices ?? it).some(d => d.state === "ready")')" = true ]; }

stop_shop() {
    local file id
    for file in "$demo"/till-*.pid "$demo"/hq.pid; do
        [ -s "$file" ] || continue
        id=$(cat "$file")
        kill "$id" 2>/dev/null
    done
    for file in "$demo"/till-*.pid "$demo"/hq.pid; do
        [ -s "$file" ] && wait "$(cat "$file")" 2>/dev/null
        rm -f "$file"
    done
}
