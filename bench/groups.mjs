// bench/groups [--runi FILE] [--groups N] [--idle SECONDS] [--rounds N] [--seconds N] [--clients N] [-o json|table]
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { machine, median, residentBytes } from "./lib/measure.mjs";
import { startCluster } from "./lib/stores.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    runi: { type: "string", default: path.join(here, "../artifacts/publish/linux-x64/runi") },
    groups: { type: "string", default: "1000" },
    idle: { type: "string", default: "60" },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "5" },
    clients: { type: "string", default: "256" },
    output: { type: "string", short: "o", default: "table" },
  },
});
const say = text => process.stderr.write(`${text}\n`);
const sleep = seconds => new Promise(resolve => setTimeout(resolve, seconds * 1000));
const root = fs.mkdtempSync(path.join(process.env.BENCH_DIRECTORY ?? os.tmpdir(), "runink-bench-"));
const program = path.join(here, "../artifacts/bin/Runink.Bench.Groups/release/Runink.Bench.Groups");
const load = (cluster, ...args) => JSON.parse(execFileSync(program,
  [cluster.nodes.map(node => `http://127.0.0.1:${node.port}`).join(","), ...args.map(String)], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }));

// User and system time that a process has used, in seconds.
function processorSeconds(pid) {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

// Bytes of the log that are in use: segments are preallocated, so their length says nothing.
async function metrics(node) {
  const text = await (await fetch(`http://127.0.0.1:${node.port}/metrics`)).text();
  const value = name => Number(text.split("\n").find(line => line.startsWith(`${name} `))?.split(" ")[1] ?? 0);
  return { logBytes: value("etcd_disk_wal_write_bytes_total"), groups: value("runink_barn_groups"), awake: value("runink_barn_groups_awake"), led: value("runink_barn_groups_led") };
}

async function whileIdle(cluster, seconds) {
  const look = async () => Promise.all(cluster.nodes.map(async node => ({ ...await metrics(node), cpu: processorSeconds(node.pid) })));
  const before = await look();
  await sleep(seconds);
  const after = await look();
  return {
    processorPercent: after.map((one, i) => round((one.cpu - before[i].cpu) / seconds * 100)),
    residentMiB: cluster.nodes.map(node => Math.round(residentBytes(node.pid) / (1 << 20))),
    logBytesAMinute: after.map((one, i) => Math.round((one.logBytes - before[i].logBytes) / seconds * 60)),
    awake: after.map(one => one.awake), led: after.map(one => one.led),
  };
}

const round = number => Math.round(number * 100) / 100;

async function start(name) {
  const cluster = await startCluster("runink", { runi: options.runi, directory: path.join(root, name) });
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      load(cluster, "create", 0);
      return cluster;
    } catch {
      await sleep(0.1);
    }
  }
  await cluster.stop("SIGKILL");
  throw new Error(`the nodes do not answer; see the logs in ${root}`);
}

const results = { groups: Number(options.groups), idle: {}, puts: {} };
let cluster = await start("one");
try {
  say(`idle for ${options.idle} s with the platform's group alone`);
  results.idle.one = await whileIdle(cluster, Number(options.idle));
} finally {
  await cluster.stop("SIGTERM");
}

cluster = await start("many");
try {
  results.created = load(cluster, "create", options.groups);
  say(`created ${options.groups} groups in ${results.created.seconds} s`);
  // Leadership settles, and the groups fall asleep.
  await sleep(20);
  say(`idle for ${options.idle} s with ${options.groups} groups`);
  results.idle.many = await whileIdle(cluster, Number(options.idle));
  const found = { one: [], spread: [] };
  for (let i = 1; i <= Number(options.rounds); i++) {
    for (const [name, groups] of [["one", 1], ["spread", options.groups]]) {
      found[name].push(load(cluster, "put", groups, options.clients, options.seconds));
      const last = found[name].at(-1);
      say(`round ${i}: puts into ${groups} groups: ${last.perSecond}/s, p50 ${last.p50ms} ms, p99 ${last.p99ms} ms, ${last.errors} errors`);
    }
  }
  for (const name of Object.keys(found)) {
    const figure = key => median(found[name].map(one => one[key]));
    results.puts[name] = { perSecond: figure("perSecond"), p50ms: figure("p50ms"), p99ms: figure("p99ms"), errors: figure("errors") };
  }
  results.residentMiBAfterLoad = cluster.nodes.map(node => Math.round(residentBytes(node.pid) / (1 << 20)));
} finally {
  await cluster.stop("SIGTERM");
}

fs.rmSync(root, { recursive: true, force: true });
if (options.output === "json") console.log(JSON.stringify({ machine: machine(), results }, null, 2));
else {
  console.log(JSON.stringify(machine()));
  console.table({ "idle, one group": results.idle.one, [`idle, ${options.groups} groups`]: results.idle.many });
  console.table({ "puts into one group": results.puts.one, [`puts over ${options.groups} groups`]: results.puts.spread });
}
