#!/usr/bin/env bash
# Publishes the single file, checks that it runs, asks all tests of stages of the program that slices are started from, and says how fast it starts (best of ten; the aim is 80 ms). Time is reported, never judged: it depends on the machine and on what else runs there.
set -euo pipefail

log=$(mktemp)
demos=$(mktemp -d)
trap 'rm -rf "$log" "$demos"' EXIT
runi=$("$(dirname -- "$0")/publish.sh" 2>"$log") || { cat "$log" >&2; exit 1; }
cd "$(dirname -- "$0")/.."
best=999999
for _ in {1..10}; do
  from=$(date +%s%N)
  "$runi" --version >/dev/null
  took=$((($(date +%s%N) - from) / 1000000))
  if ((took < best)); then best=$took; fi
done
echo "$("$runi" --version) starts in $best ms"
"$runi" check examples/trades/features
mkdir "$demos/alone"
cp "$runi" "${runi%/*}/libduckdb.so" "$demos/alone/"
for each in "$PWD/$runi" "$demos/alone/runi"; do
  "$each" demo "$demos/demo" --rows 2000 >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
  rm -r "$demos/demo"
done
echo "the demo runs with runi-slice and without"
slice=${runi%/*}/runi-slice
if [[ -x $slice ]]; then
  export RUNI_SLICE=$PWD/$slice
  for tests in Runink.Slice.Tests Runink.Execution.Tests; do
    dotnet build "tests/$tests" -v quiet --nologo >"$log" 2>&1 && dotnet test --project "tests/$tests" --no-build >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
    echo "$tests of runi-slice: $(grep -oE 'succeeded: [0-9]+' "$log" | tail -1)"
  done
else
  echo "not published here: runi-slice; the tests of it are skipped"
fi
