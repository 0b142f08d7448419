#!/usr/bin/env bash
# Has the SDK build the container image on a base made of Debian's packages (the usual base is in a registry that not everyone reaches),
# and runs a server from the image's files alone, as the image's user. Needs root, apt-get and Node.js; no Docker.
set -euo pipefail
cd "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
work=$(mktemp -d)
chmod 755 "$work"
server=
cleanup() {
  if [[ -n $server ]]; then kill "$server" && wait "$server"; fi 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

echo "== a base of Debian's packages" >&2
mkdir -p "$work"/{debs,base,image,files}
(cd "$work/debs" && apt-get -o APT::Sandbox::User=root download -qq libc6 libgcc-s1 libstdc++6 zlib1g libssl3 ca-certificates >/dev/null)
for package in "$work"/debs/*.deb; do dpkg-deb -x "$package" "$work/base"; done
mkdir -p "$work/base"/{etc,tmp,proc,dev,var/lib/barn}
chmod 1777 "$work/base/tmp"
echo 'barn:x:10001:10001::/:/usr/sbin/nologin' >"$work/base/etc/passwd"
tar -C "$work/base" --owner=0 --group=0 --numeric-owner -czf "$work/base.tar.gz" .

echo "== the image" >&2
coproc registry { exec node eng/image/registry.mjs "$work/base.tar.gz" runink/base; }
read -r port <&"${registry[0]}"
DOTNET_CONTAINER_INSECURE_REGISTRIES="127.0.0.1:$port" dotnet publish src/Runink.Cli -c Release -v quiet --nologo -p:RuniRuntime=linux-x64 -t:PublishContainer -p:SourceRevisionId="$(eng/mark.sh)" \
  -p:ContainerBaseImage="127.0.0.1:$port/runink/base:1" -p:ContainerArchiveOutputPath="$work/runi.tar" >&2

echo "== a server from the image's files" >&2
tar -C "$work/image" -xf "$work/runi.tar"
node -e '
  const fs = require("node:fs"), [manifest] = JSON.parse(fs.readFileSync(process.argv[1] + "/manifest.json"));
  const { config } = JSON.parse(fs.readFileSync(`${process.argv[1]}/${manifest.Config}`));
  console.log(config.User); console.log(config.Entrypoint[0]); console.log(Object.keys(config.ExposedPorts).join(" "));
  for (const layer of manifest.Layers) console.log(layer);' "$work/image" >"$work/description"
{ read -r user && read -r entry && read -r ports && mapfile -t layers; } <"$work/description"
for layer in "${layers[@]}"; do tar -C "$work/files" -xf "$work/image/$layer"; done
mkdir -m 700 "$work/files/tmp/data"
chown "$user:$user" "$work/files/tmp/data"
# With /proc and /dev, as every runtime of containers gives them; they are mounted for this process alone.
runi=(unshare --mount bash -c 'for each in proc dev; do mount --bind "/$each" "$1/$each"; done; exec chroot --userspec="$2:$2" "${@:1:1}" "${@:3}"'
  bash "$work/files" "$user" "$entry")
"${runi[@]}" --version
port=$(node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"${runi[@]}" server --insecure --data-dir /tmp/data --listen-client-urls "http://127.0.0.1:$port" --advertise-client-urls "http://127.0.0.1:$port" \
  >"$work/log" 2>&1 &
server=$!
for _ in {1..100}; do
  "${runi[@]}" kv put image works --endpoints "http://127.0.0.1:$port" >"$work/put" 2>&1 && break
  sleep 0.1
done
[[ $("${runi[@]}" kv get image --value-only --endpoints "http://127.0.0.1:$port") == works ]] || { cat "$work/put" "$work/log" >&2; exit 1; }
echo "the image runs as user $user, $(($(stat -c %s "$work/runi.tar") >> 20)) MiB, ports $ports"
