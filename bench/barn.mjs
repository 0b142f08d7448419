// bench/barn --generator KVBENCH [--runi FILE] [--rounds N] [--seconds N] [--only runink,etcd,bare] [-o json|table]
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { freePort, machine, median } from "./lib/measure.mjs";
import { residentBytes, startProcess, startStore } from "./lib/stores.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    generator: { type: "string", default: process.env.KVBENCH ?? "kvbench" },
    runi: { type: "string", default: path.join(here, "../artifacts/publish/linux-x64/runi") },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "5" },
    only: { type: "string", default: "runink,etcd,bare" },
    output: { type: "string", short: "o", default: "table" },
  },
});
const say = text => process.stderr.write(`${text}\n`);
const root = fs.mkdtempSync(path.join(process.env.BENCH_DIRECTORY ?? os.tmpdir(), "runink-bench-"));

const measures = [
  { name: "put, 1 client", args: ["--op", "put", "--clients", "1", "--conns", "1"] },
  { name: "put, 64 clients", args: ["--op", "put", "--clients", "64"] },
  { name: "put, 256 clients", args: ["--op", "put", "--clients", "256", "--conns", "8"] },
  { name: "read, 1 client", args: ["--op", "get-linearizable", "--clients", "1", "--conns", "1"] },
  { name: "read, 64 clients", args: ["--op", "get-linearizable", "--clients", "64"] },
  { name: "read, 256 clients", args: ["--op", "get-linearizable", "--clients", "256", "--conns", "8"] },
];

async function start(name, round) {
  const directory = path.join(root, `${name}-${round}`);
  const store = name === "bare" ? await startBare() : await startStore(name, { runi: options.runi, directory });
  const stop = async signal => { await store.stop(signal); fs.rmSync(directory, { recursive: true, force: true }); };
  for (let attempt = 0; attempt < 100 && !store.hasEnded(); attempt++) {
    try {
      execFileSync(options.generator, ["--endpoints", `127.0.0.1:${store.port}`, "--op", "put", "--clients", "1", "--seconds", "0.1", "--warmup", "0"],
        { stdio: "ignore", timeout: 5000 });
      return { ...store, stop: () => stop("SIGTERM") };
    } catch {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
  await stop("SIGKILL");
  throw new Error(`${name} does not answer; see ${directory}.log`);
}

async function startBare() {
  const port = await freePort();
  return startProcess(path.join(here, "../artifacts/bin/Runink.Bench.Barn/release/Runink.Bench.Barn"), [`${port}`], port, path.join(root, "bare.log"));
}

function load(server, measure) {
  const args = ["--endpoints", `127.0.0.1:${server.port}`, ...measure.args, "--seconds", options.seconds, "--value-size", "256",
    "--pids", `${server.pid}`, "--out", "json", "--label", measure.name];
  return JSON.parse(execFileSync(options.generator, args, { encoding: "utf8" }));
}

const only = options.only.split(",");
const found = [];
for (let round = 1; round <= Number(options.rounds); round++) {
  for (const name of only) {
    const server = await start(name, round);
    try {
      for (const measure of measures) {
        const result = load(server, measure);
        found.push({ system: name, measure: measure.name, result, residentMiB: Math.round(residentBytes(server.pid) / (1 << 20)) });
        say(`round ${round}: ${name}, ${measure.name}: ${Math.round(result.ops_per_s)}/s`);
      }
    } finally {
      await server.stop();
    }
  }
}

const table = [];
for (const { name } of measures) {
  for (const system of only) {
    const rounds = found.filter(one => one.system === system && one.measure === name);
    const figure = key => median(rounds.map(one => one.result[key]));
    table.push({ measure: name, system, perSecond: Math.round(figure("ops_per_s")), p50ms: figure("p50_ms"), p99ms: figure("p99_ms"), errors: figure("errors"), residentMiB: median(rounds.map(one => one.residentMiB)) });
  }
}
fs.rmSync(root, { recursive: true, force: true });
const versions = { dotnet: execFileSync("dotnet", ["--version"], { encoding: "utf8" }).trim(), etcd: execFileSync("etcd", ["--version"], { encoding: "utf8" }).split("\n")[0] };
if (options.output === "json") console.log(JSON.stringify({ machine: machine(), versions, results: table }, null, 2));
else {
  console.log(JSON.stringify({ ...machine(), ...versions }));
  console.table(table);
}
