#!/bin/bash
# clang-tidy over the C++ sources that changed in the last 20 commits, by the release build's
# compile commands. A base may be given: tools/tidy.sh REVISION.
set -u
cd "$(dirname "$0")/.." || exit 1
count=$(git rev-list --count HEAD)
base=${1:-HEAD~$((count > 20 ? 20 : count - 1))}
files=$(git diff --name-only --diff-filter=d "$base" -- '*.cpp' | grep -vE '^(bench|tests)/' || true)
[ -n "$files" ] || exit 0
echo "$files" | xargs -r -n 1 -P 2 clang-tidy-14 -p build/release --quiet 2>/dev/null \
    >build/tidy.log
code=$?
grep -E '(warning|error):' build/tidy.log | head -n 60
exit $code
