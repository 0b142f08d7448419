#!/usr/bin/env bash
# Publishes the program as a self-contained single file (with libduckdb.so beside it) into artifacts/publish/RID/.
# usage: eng/publish.sh [linux-x64|linux-arm64]
set -euo pipefail

rid=${1:-linux-x64}
case $rid in
  linux-x64 | linux-arm64) ;;
  *) echo "usage: eng/publish.sh [linux-x64|linux-arm64]" >&2; exit 2 ;;
esac

cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
options=(-c Release -v quiet --nologo -p:RuniRuntime="$rid")
if [[ $rid != linux-x64 ]]; then
  # Only linux-x64 is in the lock files: the other packs are not to be had everywhere.
  options+=(-p:RuntimeIdentifiers="$rid" -p:RestorePackagesWithLockFile=false -p:DuckDbRid="$rid")
fi

rm -rf "artifacts/publish/$rid"
dotnet publish src/Runink.Cli "${options[@]}" -o "artifacts/publish/$rid" >&2
ls -l "artifacts/publish/$rid" >&2
echo "artifacts/publish/$rid/runi"
