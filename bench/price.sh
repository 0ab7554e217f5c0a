#!/bin/bash
# price.sh [--rounds N]: pricing side by side with @medusajs/promotion and Vendure's OrderCalculator.
#
# Builds bench_price, installs the peers in bench/peers/pricing (350 MB, npm; their scripts are not
# run) and compares; exit 1 when a median misses its floor.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cmake --build "$root/build/release" --target bench_price >/dev/null
peers=$root/bench/peers/pricing
[ -e "$peers/node_modules/.package-lock.json" ] || (cd "$peers" && npm install --ignore-scripts --no-audit --no-fund)
NODE_ENV=production exec node "$root/bench/price/compare.mjs" "$root/build/release/bench_price" "$@"
