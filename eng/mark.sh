#!/usr/bin/env bash
# Prints the mark of what is published: the commit, and a hash of everything that the programs are made of. Parts of two publications know each other by it.
# The same mark also means that nothing needs to be compiled again.
set -euo pipefail
cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
sources=$(find src eng/native ./*.props ./*.targets global.json -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
echo "$(git rev-parse HEAD 2>/dev/null || echo 0000000).$sources"
