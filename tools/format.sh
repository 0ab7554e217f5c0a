#!/bin/bash
# Fails on a C++ file that clang-format would change.
cd "$(dirname "$0")/.." || exit 1
git ls-files '*.cpp' '*.hpp' | xargs -r clang-format-14 --dry-run --Werror 2>&1 | head -n 40
exit "${PIPESTATUS[1]}"
