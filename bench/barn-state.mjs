// bench/barn-state --generator FILE [--runi FILE] [--keys N] [--rounds N] [--seconds N] [--only runink,etcd] [-o json|table]
import crypto from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { spawn, execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { call, connect, putAll, range } from "./lib/etcd.mjs";
import { checkGenerator, generatorOption } from "./lib/generator.mjs";
import { machine, median, residentBytes } from "./lib/measure.mjs";
import { startStore } from "./lib/stores.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    generator: generatorOption,
    runi: { type: "string", default: path.join(here, "../artifacts/publish/linux-x64/runi") },
    keys: { type: "string", default: "3000000" },
    rounds: { type: "string", default: "1" },
    seconds: { type: "string", default: "8" },
    only: { type: "string", default: "runink,etcd" },
    output: { type: "string", short: "o", default: "table" },
  },
});
checkGenerator(options.generator);
const say = text => process.stderr.write(`${text}\n`);
const root = fs.mkdtempSync(path.join(process.env.BENCH_DIRECTORY ?? os.tmpdir(), "runink-bench-"));
const keys = Number(options.keys);
const quota = ["--quota-backend-bytes", String(8 * 2 ** 30)];
const puts = 100;
const now = () => performance.now() / 1000;
const pause = seconds => new Promise(resolve => setTimeout(resolve, seconds * 1000));

// 31 bytes of key, and a value of 256 bytes of JSON of which half is random.
function pair(number) {
  const key = `/runink/bench/object/${String(number).padStart(10, "0")}`;
  const random = crypto.createHash("sha512").update(key).digest("hex");
  const value = `{"id":"${number}","kind":"object","state":"running","owner":"nobody","created":"2026-11-21T09:00:00Z","hash":"${random}"`;
  return [Buffer.from(key), Buffer.from(`${value.padEnd(255)}}`)];
}

// A few transactions are always under way; whoever is served fetches the next.
async function fill(port) {
  const session = await connect(port);
  let next = 0;
  const fillSome = async () => {
    while (next < keys) {
      const first = next;
      next += puts;
      await call(session, "/etcdserverpb.KV/Txn", putAll(Array.from({ length: Math.min(puts, keys - first) }, (_, i) => pair(first + i))));
    }
  };
  await Promise.all(Array.from({ length: 16 }, fillSome));
  session.close();
}

// From the start of the process to the first answer of a linearizable read.
async function start(name, directory, args = []) {
  const began = now();
  const store = await startStore(name, { runi: options.runi, directory, args: [...quota, ...args] });
  while (!store.hasEnded() && now() - began < 120) {
    try {
      const session = await connect(store.port);
      try {
        await call(session, "/etcdserverpb.KV/Range", range(pair(0)[0]));
        return { ...store, directory, seconds: now() - began };
      } finally {
        session.destroy();
      }
    } catch {
      await pause(0.005);
    }
  }
  await store.stop("SIGKILL");
  throw new Error(`${name} does not answer: ${fs.readFileSync(`${directory}.log`, "utf8").slice(-2000)}`);
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let [output, told] = ["", ""];
    child.stdout.on("data", chunk => { output += chunk; });
    child.stderr.on("data", chunk => { told += chunk; });
    child.on("error", reject);
    child.on("close", code => code === 0 ? resolve(output) : reject(new Error(`${command} ended with ${code}: ${output}${told}`)));
  });
}

// 2,000 puts a second whether they are answered or not; the longest time that one took.
async function longestPut(store) {
  const output = await run(options.generator, ["--endpoints", `127.0.0.1:${store.port}`, "--op", "put", "--rate", "2000", "--clients", "256",
    "--seconds", options.seconds, "--out", "json"]);
  const { max_ms: longest, p99_ms: p99, oldest_open_ms: open, errors } = JSON.parse(output);
  if (errors > 0) throw new Error(`${errors} puts failed`);
  return { longest: Math.max(longest, open), p99 };
}

async function save(store) {
  const file = path.join(root, "saved");
  const began = now();
  await run("etcdctl", ["--endpoints", `127.0.0.1:${store.port}`, "--command-timeout", "120s", "snapshot", "save", file]);
  const figures = { seconds: now() - began, bytes: fs.statSync(file).size };
  fs.rmSync(file);
  return figures;
}

// With this option the node's own snapshot is due about three seconds after writes begin.
const often = ["--snapshot-count", "6000"];
const newestSnapshot = directory => Math.max(0, ...listing(directory).filter(name => name.endsWith(".snap")).map(name => fs.statSync(name).mtimeMs));
const listing = directory => fs.readdirSync(directory, { recursive: true }).map(name => path.join(directory, name));
const diskBytes = directory => listing(directory).reduce((sum, name) => sum + fs.statSync(name).blocks * 512, 0);

async function measure(name, directory) {
  const figures = {};
  let store = await start(name, directory);
  const empty = residentBytes(store.pid);
  const began = now();
  await fill(store.port);
  figures.fillSeconds = now() - began;
  figures.filledBytesPerKey = (residentBytes(store.pid) - empty) / keys;
  figures.diskBytes = diskBytes(directory);
  await store.stop("SIGKILL");

  store = await start(name, directory);
  figures.restartAfterKillSeconds = store.seconds;
  figures.restartedBytesPerKey = (residentBytes(store.pid) - empty) / keys;
  const calm = await longestPut(store);
  [figures.longestPutMs, figures.p99PutMs] = [calm.longest, calm.p99];
  const alone = await save(store);
  [figures.saveSeconds, figures.savedBytes] = [alone.seconds, alone.bytes];
  const [during] = await Promise.all([longestPut(store), pause(2).then(() => save(store))]);
  [figures.longestPutDuringSaveMs, figures.p99PutDuringSaveMs] = [during.longest, during.p99];
  await store.stop("SIGTERM");

  store = await start(name, directory, often);
  figures.restartSeconds = store.seconds;
  const before = newestSnapshot(directory);
  const own = await longestPut(store);
  for (const deadline = now() + 30; newestSnapshot(directory) === before && now() < deadline;) await pause(0.1);
  if (newestSnapshot(directory) === before) throw new Error(`${name} took no snapshot of its own`);
  [figures.longestPutDuringOwnMs, figures.p99PutDuringOwnMs] = [own.longest, own.p99];
  await store.stop("SIGTERM");
  store = await start(name, directory);
  figures.restartAfterSnapshotSeconds = store.seconds;
  await store.stop("SIGKILL");
  return figures;
}

const only = options.only.split(",");
const found = [];
try {
  for (let round = 1; round <= Number(options.rounds); round++) {
    for (const name of only) {
      const directory = path.join(root, `${name}-${round}`);
      fs.mkdirSync(directory, { mode: 0o700 });
      const figures = await measure(name, directory);
      found.push({ name, figures });
      say(`round ${round}: ${name}: ${JSON.stringify(figures)}`);
      fs.rmSync(directory, { recursive: true });
    }
  }
} finally {
  fs.rmSync(root, { recursive: true, force: true });
}

const results = Object.keys(found[0].figures).map(figure => ({ figure, ...Object.fromEntries(only.map(name =>
  [name, Number(median(found.filter(one => one.name === name).map(one => one.figures[figure])).toPrecision(4))])) }));
const versions = { etcd: execFileSync("etcd", ["--version"], { encoding: "utf8" }).split("\n")[0], keys };
if (options.output === "json") console.log(JSON.stringify({ machine: machine(), versions, results }, null, 2));
else {
  console.log(JSON.stringify({ ...machine(), ...versions }));
  console.table(results);
}
