#!/bin/bash
# usb_test.sh BUILD SCENARIO: device-probe, unmodified, with virtual devices as its USB.
# Every wait has an end; what the probe says is read line by line, so nothing sleeps.
set -euo pipefail
build=$1
scenario=$2
folder=$(mktemp -d)
socket=$folder/control
seconds_max=20

start() { # start [KIND] [-- PROBE_OPTION…]: the probe under virtual-usb; its output is on fd 3
    local plug=()
    if [ $# -gt 0 ] && [ "$1" != -- ]; then plug=(--plug "$1"); shift; fi
    if [ $# -gt 0 ]; then shift; fi
    mkfifo "$folder/output"
    umockdev-wrapper "$build/virtual-usb" "${plug[@]}" --control "$socket" -- \
        "$build/device-probe" "$@" >"$folder/output" 2>&1 &
    program=$!
    exec 3<"$folder/output"
    expect start
}

expect() { # expect PATTERN: reads on until a line matches
    local line
    while IFS= read -r -t $seconds_max line <&3; do
        echo "$line"
        if [[ $line == $1 ]]; then return 0; fi
    done
    echo "FAILED: expected a line like: $1"
    exit 1
}

tell() { # tell COMMAND…
    printf '%s\n' "$@" | "$build/virtual-usb" --tell "$socket" - >/dev/null ||
        { echo "FAILED: $*"; exit 1; }
}

finish() { # the probe must release everything and end well
    tell quit
    expect end
    wait "$program"
}

clean() {
    if [ -n "${program-}" ]; then kill "$program" 2>/dev/null || true; fi
    rm -rf "$folder"
}
trap clean EXIT

scenario_scan() {
    start wedge
    expect 'device 05e0:1200@1-2 wedge ready*'
    tell 'scan 6901234567892'
    expect 'scan 05e0:1200@1-2 unknown 6901234567892'
    tell 'scan 会员 M-0001'
    expect 'scan 05e0:1200@1-2 unknown 会员 M-0001'
    tell 'plug hidpos'
    expect 'device 0c2e:0b61@1-3 hid_pos ready*'
    tell 'scan 6901234567892'
    expect 'scan 0c2e:0b61@1-3 ean13 6901234567892'
    # 130 bytes take three reports.
    local long
    long=$(printf 'x%.0s' {1..130})
    tell "aim Q1 $long"
    expect "scan 0c2e:0b61@1-3 qr $long"
    tell 'scan 6901234567893'
    expect 'trouble 0c2e:0b61@1-3 check digit*'
    tell 'scan wedge: ;4111111111111111=29051010000?'
    expect 'trouble 05e0:1200@1-2 bank card refused*'
    finish
}

scenario_replug() { # with a label cut off in the middle, and twice, as a loose plug does
    start wedge
    expect 'device *wedge ready*'
    for i in 1 2; do
        tell 'unplug wedge'
        expect 'left 05e0:1200@1-2'
        tell 'plug wedge'
        expect 'device 05e0:1200@1-2 wedge ready*'
        tell "scan M-000$i"
        expect "scan 05e0:1200@1-2 unknown M-000$i"
    done
    tell 'unplug wedge' 'plug hidpos'
    expect 'device *hid_pos ready*'
    tell 'unplug hidpos'
    expect 'left 0c2e:0b61@1-3'
    tell 'plug hidpos'
    expect 'device *hid_pos ready*'
    tell 'scan 96385074'
    expect 'scan 0c2e:0b61@1-3 ean8 96385074'
    finish
}

scenario_stall() {
    local kind
    start
    for kind in wedge hidpos; do
        tell "plug $kind"
        expect 'device * ready*'
        tell stall
        expect 'trouble * stalled, cleared'
        tell "scan $kind: 036000291452"
        expect 'scan * 036000291452'
    done
    # Six stalls in a row without a report: the scanner is given up, and tried again.
    tell stall stall stall stall stall stall
    expect 'trouble * stalls again and again'
    expect 'device 0c2e:0b61@1-3 hid_pos ready*'
    tell 'scan 036000291452'
    expect 'scan 0c2e:0b61@1-3 upc_a 036000291452'
    finish
}

scenario_deny() {
    start wedge -- --deny 05e0
    tell 'plug hidpos'
    expect 'device * ready*' | tee "$folder/seen"
    if grep -q wedge "$folder/seen"; then echo "FAILED: took a denied scanner"; exit 1; fi
    finish
}

scenario_slow_kernel() { # a device is announced before it has a configuration
    start
    tell 'announce hidpos' 'plug wedge'
    # By now the scanner without interfaces was looked at too.
    expect 'device *wedge ready*'
    tell 'configure hidpos'
    expect 'device 0c2e:0b61@1-3 hid_pos ready*'
    finish
}

scenario_print() {
    start printer -- --print 'Hello'
    expect 'device 0519:0003@1-4 usb_printer ready*'
    expect 'printed printed'
    local answer
    answer=$("$build/virtual-usb" --tell "$socket" printed)
    if [ "$answer" != 'ok 48656C6C6F' ]; then echo "FAILED: the printer got $answer"; exit 1; fi
    finish
}

scenario_status() { # the harness ends with its program's status and hands on SIGTERM
    local status=0
    umockdev-wrapper "$build/virtual-usb" --control "$socket" -- sh -c 'exit 7' || status=$?
    if [ $status != 7 ]; then echo "FAILED: expected status 7, got $status"; exit 1; fi
    start wedge
    expect 'device *wedge ready*'
    kill -TERM "$(pgrep -P "$program" -f virtual-usb || echo "$program")"
    expect end
    wait "$program"
}

scenario_abandon() { # as after an exception: nobody stops the devices, a read is under way
    start hidpos -- --scans 1 --abandon
    expect 'device * ready*'
    tell 'scan 96385074'
    expect end
    wait "$program"
}

scenario_many() { # 1000 labels through one connection, none lost, in order
    start hidpos -- --scans 1000
    expect 'device *hid_pos ready*'
    seq -f 'aim C0 L%04.0f' 1000 | "$build/virtual-usb" --tell "$socket" - >/dev/null || true
    local i=0 line
    while IFS= read -r -t $seconds_max line <&3; do
        case $line in
            scan*)
                i=$((i + 1))
                printf -v wanted 'scan 0c2e:0b61@1-3 code128 L%04d' $i
                if [ "$line" != "$wanted" ]; then echo "FAILED: $wanted, got $line"; exit 1; fi
                ;;
            end) break ;;
        esac
    done
    if [ $i != 1000 ]; then echo "FAILED: expected 1000 labels, got $i"; exit 1; fi
    wait "$program"
}

"scenario_$scenario"
