// Starts a node, or a cluster, of a store that speaks etcd's API.
import fs from "node:fs";
import path from "node:path";
import { execFileSync, spawn } from "node:child_process";
import { freePort } from "./measure.mjs";

const commands = {
  runink: (runi, port, directory) => [runi, ["server", "--insecure", "--data-dir", directory,
    "--listen-client-urls", `http://127.0.0.1:${port}`, "--advertise-client-urls", `http://127.0.0.1:${port}`]],
  etcd: (_, port, directory, peerPort) => ["etcd", ["--data-dir", directory, "--log-level", "error",
    "--listen-client-urls", `http://127.0.0.1:${port}`, "--advertise-client-urls", `http://127.0.0.1:${port}`,
    "--listen-peer-urls", `http://127.0.0.1:${peerPort}`, "--initial-advertise-peer-urls", `http://127.0.0.1:${peerPort}`,
    "--initial-cluster", `default=http://127.0.0.1:${peerPort}`]],
};

// The node may not answer yet. Its output goes to a file beside its directory.
export async function startStore(name, { runi, directory, args = [] }) {
  const [port, peerPort] = [await freePort(), await freePort()];
  const [command, first] = commands[name](runi, port, directory, peerPort);
  return { name, ...startProcess(command, [...first, ...args], port, `${directory}.log`) };
}

// A certificate authority and a certificate for loopback, which serves between members, too.
export function makeCertificates(directory) {
  const file = name => path.join(directory, name);
  const openssl = (...args) => execFileSync("openssl", args, { stdio: "ignore" });
  fs.writeFileSync(file("names"), "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n");
  openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=bench-ca",
    "-keyout", file("ca.key"), "-out", file("ca.crt"));
  openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=bench", "-keyout", file("node.key"), "-out", file("node.csr"));
  openssl("x509", "-req", "-in", file("node.csr"), "-CA", file("ca.crt"), "-CAkey", file("ca.key"), "-CAcreateserial", "-days", "2",
    "-extfile", file("names"), "-out", file("node.crt"));
  return { ca: file("ca.crt"), cert: file("node.crt"), key: file("node.key") };
}

// Three nodes on loopback with the same flags for either store, each with its defaults for heartbeats and elections.
export async function startCluster(name, { runi, directory, tls }) {
  const scheme = tls ? "https" : "http";
  const secure = tls ? ["--cert-file", tls.cert, "--key-file", tls.key, "--peer-cert-file", tls.cert, "--peer-key-file", tls.key,
    "--peer-trusted-ca-file", tls.ca, "--peer-client-cert-auth"] : [];
  const ports = [];
  for (let i = 0; i < 3; i++) ports.push([await freePort(), await freePort()]);
  const initial = ports.map(([, peer], i) => `n${i + 1}=${scheme}://127.0.0.1:${peer}`).join(",");
  fs.mkdirSync(directory, { recursive: true });
  const nodes = ports.map(([port, peer], i) => {
    const own = path.join(directory, `n${i + 1}`);
    const args = ["--name", `n${i + 1}`, "--data-dir", own, "--listen-client-urls", `${scheme}://127.0.0.1:${port}`,
      "--advertise-client-urls", `${scheme}://127.0.0.1:${port}`, "--listen-peer-urls", `${scheme}://127.0.0.1:${peer}`,
      "--initial-advertise-peer-urls", `${scheme}://127.0.0.1:${peer}`, "--initial-cluster", initial, ...secure];
    const [command, first] = name === "runink" ? [runi, tls ? ["server"] : ["server", "--insecure"]] : ["etcd", ["--log-level", "error"]];
    return startProcess(command, [...first, ...args], port, `${own}.log`);
  });
  return { name, nodes, stop: signal => Promise.all(nodes.map(node => node.stop(signal))) };
}

// `stop` returns when the process has ended.
export function startProcess(command, args, port, logFile) {
  const log = fs.openSync(logFile, "a");
  const child = spawn(command, args, { stdio: ["ignore", log, log] });
  fs.closeSync(log);
  const ended = new Promise((resolve, reject) => { child.on("exit", resolve); child.on("error", reject); });
  ended.catch(() => { /* told by whoever waits for its end */ });
  const hasEnded = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  return { port, pid: child.pid, stop: signal => { child.kill(signal); return ended; }, hasEnded };
}
