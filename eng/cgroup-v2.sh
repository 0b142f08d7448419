#!/usr/bin/env bash
# The published runi and the isolation suite on a machine that has control groups of version 2 alone: a guest, see eng/guest/run.sh.
# Prints "N passed, N failed" last, or "skipped: …" with exit code 77 where no guest can be had, or no compiler for its assemblies.
# usage: eng/cgroup-v2.sh [all | CLASS...]     without arguments: the classes whose subject is the machine
set -euo pipefail
cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
seconds=900
classes=(UnifiedTests LimitTests FurnishTests EndingTests SliceSweeperTests KillTests EscapeTests)
kills=4
if [[ ${1:-} == all ]]; then
  seconds=3600 classes=() kills=20
elif (($# > 0)); then
  classes=("$@")
fi

runi=artifacts/publish/linux-x64/runi
mkdir -p artifacts/guest
log=artifacts/guest/publish.log
if [[ ! -x $runi || -n $(find src examples ./*.props ./*.targets global.json -newer $runi -print -quit) ]]; then
  eng/publish.sh >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
fi
dotnet build tests/Runink.Isolation.Tests -v quiet --nologo >&2
built=artifacts/bin/Runink.Isolation.Tests/debug

# Emulated machines compile slowly: the assemblies are compiled here. The compiler is the one that came with the build of runi.
tests=artifacts/guest/tests
crossgen=$(find "${NUGET_PACKAGES:-$HOME/.nuget/packages}/microsoft.netcore.app.crossgen2.linux-x64" -name crossgen2 2>/dev/null | sort -V | tail -1 || true)
if [[ -z $crossgen ]]; then echo "skipped: the package microsoft.netcore.app.crossgen2.linux-x64 is not there"; exit 77; fi
framework=$(dirname -- "$(readlink -f -- "$(command -v dotnet)")")/shared/Microsoft.NETCore.App
framework=$(find "$framework" -mindepth 1 -maxdepth 1 -name '10.*' | sort -V | tail -1)
rm -rf "$tests"
cp -r "$built" "$tests"
compile() { "$crossgen" "$1" -r "$framework/*.dll" -r "$built/*.dll" --targetos linux --targetarch x64 -O -o "$tests/${1##*/}" >/dev/null; }
export crossgen framework built tests
export -f compile
printf '%s\0' "$built"/*.dll | xargs -0 -n1 -P"$(nproc)" bash -c 'compile "$1"' compile

filters=()
for class in "${classes[@]}"; do filters+=(--filter-class "*.$class"); done
eng/guest/run.sh "$seconds" env RUNINK_KILLS=$kills eng/guest/suite "$runi" "$tests/Runink.Isolation.Tests" "${filters[@]}"
