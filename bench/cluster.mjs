// bench/cluster --generator KVBENCH [--runi FILE] [--rounds N] [--seconds N] [--only runink,etcd] [-o json|table]
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { machine, median } from "./lib/measure.mjs";
import { residentBytes, startCluster } from "./lib/stores.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    generator: { type: "string", default: process.env.KVBENCH ?? "kvbench" },
    runi: { type: "string", default: path.join(here, "../artifacts/publish/linux-x64/runi") },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "5" },
    only: { type: "string", default: "runink,etcd" },
    output: { type: "string", short: "o", default: "table" },
  },
});
const say = text => process.stderr.write(`${text}\n`);
const root = fs.mkdtempSync(path.join(process.env.BENCH_DIRECTORY ?? os.tmpdir(), "runink-bench-"));

const measures = [
  { name: "put, 1 client", args: ["--op", "put", "--clients", "1", "--conns", "1"] },
  { name: "put, 64 clients", args: ["--op", "put", "--clients", "64"] },
  { name: "put, 256 clients", args: ["--op", "put", "--clients", "256", "--conns", "9"] },
  { name: "put, 2,000/s", args: ["--op", "put", "--clients", "64", "--rate", "2000"] },
  { name: "linearizable read, 256 clients", args: ["--op", "get-linearizable", "--clients", "256", "--conns", "9"] },
  { name: "serializable read, 256 clients", args: ["--op", "get-serializable", "--clients", "256", "--conns", "9"] },
  { name: "compare-and-swap, 64 clients", args: ["--op", "txn-cas", "--clients", "64"] },
];

const endpoints = cluster => cluster.nodes.map(node => `127.0.0.1:${node.port}`).join(",");

// The newest term that any member knows: it grows with every election.
function term(cluster) {
  const text = execFileSync("etcdctl", ["--endpoints", endpoints(cluster), "endpoint", "status", "-w", "json"],
    { encoding: "utf8", env: { ...process.env, ETCDCTL_API: "3" }, stdio: ["ignore", "pipe", "ignore"] });
  return Math.max(...JSON.parse(text).map(one => one.Status.raftTerm));
}

async function start(name, round) {
  const directory = path.join(root, `${name}-${round}`);
  const cluster = await startCluster(name, { runi: options.runi, directory });
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      execFileSync(options.generator, ["--endpoints", endpoints(cluster), "--op", "put", "--clients", "3", "--conns", "3", "--seconds", "0.1", "--warmup", "0"],
        { stdio: "ignore", timeout: 5000 });
      return { ...cluster, stop: async () => { await cluster.stop("SIGTERM"); fs.rmSync(directory, { recursive: true, force: true }); } };
    } catch {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
  await cluster.stop("SIGKILL");
  throw new Error(`${name} does not answer; see the logs in ${directory}`);
}

function load(cluster, measure) {
  const args = ["--endpoints", endpoints(cluster), ...measure.args, "--seconds", options.seconds, "--value-size", "256",
    "--pids", cluster.nodes.map(node => node.pid).join(","), "--out", "json", "--label", measure.name];
  return JSON.parse(execFileSync(options.generator, args, { encoding: "utf8" }));
}

const only = options.only.split(",");
const found = [];
for (let round = 1; round <= Number(options.rounds); round++) {
  for (const name of only) {
    const cluster = await start(name, round);
    try {
      for (const measure of measures) {
        const before = term(cluster);
        const result = load(cluster, measure);
        const elections = term(cluster) - before;
        const residentMiB = Math.round(cluster.nodes.reduce((sum, node) => sum + residentBytes(node.pid), 0) / (1 << 20));
        found.push({ system: name, measure: measure.name, result, elections, residentMiB });
        say(`round ${round}: ${name}, ${measure.name}: ${Math.round(result.ops_per_s)}/s, p99 ${result.p99_ms} ms${elections > 0 ? `, ${elections} elections` : ""}`);
      }
    } finally {
      await cluster.stop();
    }
  }
}

const table = [];
for (const { name } of measures) {
  for (const system of only) {
    const rounds = found.filter(one => one.system === system && one.measure === name);
    const figure = key => median(rounds.map(one => one.result[key]));
    table.push({ measure: name, system, perSecond: Math.round(figure("ops_per_s")), p50ms: figure("p50_ms"), p99ms: figure("p99_ms"), errors: figure("errors"),
      elections: rounds.reduce((sum, one) => sum + one.elections, 0), residentMiB: median(rounds.map(one => one.residentMiB)) });
  }
}
fs.rmSync(root, { recursive: true, force: true });
const versions = { etcd: execFileSync("etcd", ["--version"], { encoding: "utf8" }).split("\n")[0] };
if (options.output === "json") console.log(JSON.stringify({ machine: machine(), versions, results: table }, null, 2));
else {
  console.log(JSON.stringify({ ...machine(), ...versions }));
  console.table(table);
}
