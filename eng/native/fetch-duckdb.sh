#!/usr/bin/env bash
# Puts DuckDB's library into a directory, from its npm package, checked against a pinned hash.
# usage: fetch-duckdb.sh PACKAGE VERSION INTEGRITY LIBRARY DIRECTORY
# The package is kept in a cache of the user, so npm is asked once; safe to run from several builds at a time.
# Errors are written in MSBuild's format so that a build shows them as its own.
set -euo pipefail

package=$1 version=$2 integrity=$3 library=$4 directory=$5
cache=${XDG_CACHE_HOME:-$HOME/.cache}/runink/native
archive=$cache/$(echo "${package#@}" | tr / -)-$version.tgz
stamp=$directory/$library.integrity

fail() { # CODE MESSAGE
  echo "eng/native/fetch-duckdb.sh : error $1: $2"
  exit 1
}

matches_pin() { # FILE
  local expected actual
  expected=$(echo "${integrity#sha512-}" | base64 -d | od -An -v -tx1 | tr -d ' \n')
  actual=$(sha512sum "$1" | cut -d' ' -f1)
  [ "$expected" = "$actual" ]
}

download() {
  command -v npm > /dev/null || fail RUNINK101 "DuckDB's library comes from the npm package $package@$version, and npm is not \
on the PATH. Install Node.js (npm), or put that package's archive at $archive, and build again."
  (cd "$aside" && npm pack "$package@$version" --loglevel error --ignore-scripts > "$aside/log" 2>&1) \
    || fail RUNINK102 "npm could not fetch $package@$version: $(grep -m 2 'npm error' "$aside/log" | tr '\n' ' '). Check the \
network and npm's settings, or put the archive at $archive, and build again."
  local fetched=("$aside"/*.tgz)
  matches_pin "${fetched[0]}" || fail RUNINK103 "what npm delivered as $package@$version is not what this repository pins \
($integrity). Nothing was installed. Find out why before you change the pin in eng/native/DuckDb.targets."
  mv "${fetched[0]}" "$archive.$$"
  mv "$archive.$$" "$archive" # the cache may lie on another disk, and another clone may read it now
}

mkdir -p "$cache" "$directory"
exec 9> "$directory/.lock"
flock --timeout 600 9 || fail RUNINK104 "another build has held $directory/.lock for ten minutes; end it and build again."
# Touched in both cases: the archive's own date is of 1985, and MSBuild compares dates.
if [ -f "$directory/$library" ] && [ "$(cat "$stamp" 2> /dev/null)" = "$integrity" ]; then
  touch "$directory/$library"
  exit 0
fi

aside=$(mktemp -d "$directory/fetch.XXXXXX")
trap 'rm -rf "$aside"' EXIT
{ [ -f "$archive" ] && matches_pin "$archive"; } || download
tar -xzf "$archive" -C "$aside" "package/$library"
touch "$aside/package/$library"
mv "$aside/package/$library" "$directory/$library"
echo "$integrity" > "$stamp"
