// A container registry on loopback that serves one image: the files of a directory as its only layer. For eng/check-image.sh.
// usage: registry.mjs LAYER.tar.gz NAME   (prints its port; ends with its standard input)
import fs from "node:fs";
import http from "node:http";
import zlib from "node:zlib";
import { createHash } from "node:crypto";

const [layerFile, name] = process.argv.slice(2);
const digestOf = bytes => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
const layer = fs.readFileSync(layerFile);
const config = Buffer.from(JSON.stringify({
  architecture: "amd64", os: "linux", config: { Env: ["PATH=/usr/bin:/bin"] },
  rootfs: { type: "layers", diff_ids: [digestOf(zlib.gunzipSync(layer))] }, history: [{ created_by: "Debian's packages" }],
}));
const types = {
  manifest: "application/vnd.docker.distribution.manifest.v2+json",
  config: "application/vnd.docker.container.image.v1+json",
  layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
};
const manifest = Buffer.from(JSON.stringify({
  schemaVersion: 2, mediaType: types.manifest,
  config: { mediaType: types.config, size: config.length, digest: digestOf(config) },
  layers: [{ mediaType: types.layer, size: layer.length, digest: digestOf(layer) }],
}));
const blobs = new Map([[digestOf(config), config], [digestOf(layer), layer]]);

const server = http.createServer((request, response) => {
  const answer = (bytes, type) => {
    response.writeHead(200, { "Content-Type": type, "Content-Length": bytes.length, "Docker-Content-Digest": digestOf(bytes) });
    response.end(request.method === "HEAD" ? undefined : bytes);
  };
  const path = new URL(request.url, "http://localhost").pathname;
  if (path === "/v2/") return answer(Buffer.from("{}"), "application/json");
  if (path.startsWith(`/v2/${name}/manifests/`)) return answer(manifest, types.manifest);
  const blob = path.startsWith(`/v2/${name}/blobs/`) && blobs.get(path.slice(path.lastIndexOf("/") + 1));
  if (blob) return answer(blob, "application/octet-stream");
  response.writeHead(404).end();
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", () => process.exit(0));
