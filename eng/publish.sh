#!/usr/bin/env bash
# Publishes the program as a self-contained single file into artifacts/publish/RID/, and beside it libduckdb.so and runi-slice, with which slices
# start in a third of the time. The latter needs a linker (gcc or clang), and is left out for another kind of processor than this machine's.
# usage: eng/publish.sh [linux-x64|linux-arm64]
# linux-arm64 needs .NET's packs for it in the package feed, and the hash of DuckDB's library in the variable DuckDbIntegrity (eng/native/DuckDb.targets).
set -euo pipefail

rid=${1:-linux-x64}
case $rid in
  linux-x64 | linux-arm64) ;;
  *) echo "usage: eng/publish.sh [linux-x64|linux-arm64]" >&2; exit 2 ;;
esac

cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
options=(-c Release -v quiet --nologo -p:RuniRuntime="$rid")
if [[ $rid != linux-x64 ]]; then
  # Only linux-x64 is in the lock files: the other packs are not to be had everywhere. A lock file that is there must not be left unused, so
  # another name is given, which no file has. Without it NuGet says of a dependency that the next version is taken where the feed lacks the one asked for.
  options+=(-p:RuntimeIdentifiers="$rid" -p:DuckDbRid="$rid")
  options+=(-p:RestorePackagesWithLockFile=false -p:RestoreLockedMode=false -p:NuGetLockFilePath=packages.none.json -p:WarningsNotAsErrors=NU1603)
fi

# Both programs get the same mark: a slice of one publication refuses work from another's runi.
options+=(-p:SourceRevisionId="$(eng/mark.sh)")

rm -rf "artifacts/publish/$rid"
dotnet publish src/Runink.Cli "${options[@]}" -o "artifacts/publish/$rid" >&2
links() { for compiler in clang gcc; do echo 'int main(void) { return 0; }' | $compiler -x c - -lm -o /dev/null 2>/dev/null && return; done; return 1; }
if [[ $rid == linux-x64 && $(uname -m) == x86_64 ]] && links; then
  dotnet publish src/Runink.Slice "${options[@]}" -o "artifacts/publish/$rid" >&2
else
  echo "without runi-slice: that is made on an x64 machine that has gcc (with libc6-dev) or clang. Slices are started by runi itself, which takes three times as long" >&2
fi
ls -l "artifacts/publish/$rid" >&2
echo "artifacts/publish/$rid/runi"
