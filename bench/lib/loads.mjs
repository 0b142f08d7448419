// Puts loads on stores in alternating rounds with a generator of load, and prints the medians.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { checkGenerator, generatorOption } from "./generator.mjs";
import { machine, median, residentBytes } from "./measure.mjs";
import { makeCertificates } from "./stores.mjs";

const artifacts = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../artifacts");

export function loadOptions(only) {
  const { values } = parseArgs({
    options: {
      generator: generatorOption,
      runi: { type: "string", default: path.join(artifacts, "publish/linux-x64/runi") },
      rounds: { type: "string", default: "3" },
      seconds: { type: "string", default: "5" },
      only: { type: "string", default: only },
      tls: { type: "boolean", default: false },
      output: { type: "string", short: "o", default: "table" },
    },
  });
  checkGenerator(values.generator);
  return { ...values, only: values.only.split(",") };
}

const oneClient = ["--op", "put", "--clients", "1", "--conns", "1"];

// What a store is asked first, in this order: a runtime that compiles while it runs is slow at first. How slow, is told; what comes behind finds it warm.
export const firstLoads = [
  { name: "put, 1 client, just started", args: oneClient },
  { name: "warm-up", args: ["--op", "put", "--clients", "64"], seconds: "8", isTold: false },
  { name: "put, 1 client", args: oneClient },
];

export const endpoints = store => store.nodes.map(node => `127.0.0.1:${node.port}`).join(",");

// `start(name, directory, tls)` starts a store of some nodes, with certificates if asked for; `counts` are numbers of a store that only grow, of which the growth during a load is told.
export async function compare({ options, measures, start, counts = {} }) {
  const root = fs.mkdtempSync(path.join(process.env.BENCH_DIRECTORY ?? os.tmpdir(), "runink-bench-"));
  const found = [];
  options.certificates = options.tls ? makeCertificates(root) : undefined;
  for (let round = 1; round <= Number(options.rounds); round++) {
    for (const name of options.only) {
      const directory = path.join(root, `${name}-${round}`);
      const store = await start(name, directory, options.certificates);
      try {
        await answers(options, store, `${name} does not answer; see its logs in ${root}`);
        for (const measure of measures) {
          const one = run(options, store, measure, counts);
          found.push({ system: name, ...one });
          process.stderr.write(`round ${round}: ${name}, ${line(one)}\n`);
        }
      } finally {
        await store.stop("SIGTERM");
      }
      fs.rmSync(directory, { recursive: true, force: true });
    }
  }
  fs.rmSync(root, { recursive: true, force: true });
  print(options, measures.filter(({ isTold = true }) => isTold).flatMap(({ name }) => options.only.map(system =>
    summary(name, system, found.filter(one => one.system === system && one.measure === name)))));
}

const certificatesFor = ({ certificates: tls }) => tls ? ["--tls-ca", tls.ca, "--tls-cert", tls.cert, "--tls-key", tls.key] : [];

async function answers(options, store, otherwise) {
  const clients = `${store.nodes.length}`;
  for (let attempt = 0; attempt < 100 && !store.nodes.some(node => node.hasEnded()); attempt++) {
    try {
      execFileSync(options.generator, ["--endpoints", endpoints(store), "--op", "put", "--clients", clients, "--conns", clients, "--seconds", "0.1",
        "--warmup", "0", ...certificatesFor(options)], { stdio: "ignore", timeout: 5000 });
      return;
    } catch {
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
  throw new Error(otherwise);
}

function run(options, store, measure, counts) {
  const read = () => Object.entries(counts).map(([name, count]) => [name, count(store)]);
  const before = Object.fromEntries(read());
  const args = ["--endpoints", endpoints(store), ...measure.args, "--seconds", measure.seconds ?? options.seconds, "--value-size", "256",
    "--pids", store.nodes.map(node => node.pid).join(","), "--out", "json", "--label", measure.name,
    ...certificatesFor(options)];
  const result = JSON.parse(execFileSync(options.generator, args, { encoding: "utf8" }));
  return {
    measure: measure.name,
    result,
    counted: Object.fromEntries(read().map(([name, count]) => [name, count - before[name]])),
    residentMiB: Math.round(store.nodes.reduce((sum, node) => sum + residentBytes(node.pid), 0) / (1 << 20)),
  };
}

function line({ measure, result, counted }) {
  const told = Object.entries(counted).filter(([, count]) => count > 0).map(([name, count]) => `, ${count} ${name}`);
  return `${measure}: ${Math.round(result.ops_per_s)}/s, p99 ${result.p99_ms} ms${told.join("")}`;
}

function summary(measure, system, rounds) {
  const figure = key => median(rounds.map(one => one.result[key]));
  const counted = Object.keys(rounds[0].counted).map(name => [name, rounds.reduce((sum, one) => sum + one.counted[name], 0)]);
  return {
    measure, system, perSecond: Math.round(figure("ops_per_s")), p50ms: figure("p50_ms"), p99ms: figure("p99_ms"), errors: figure("errors"),
    ...Object.fromEntries(counted), residentMiB: median(rounds.map(one => one.residentMiB)),
  };
}

function print(options, results) {
  const versions = { etcd: execFileSync("etcd", ["--version"], { encoding: "utf8" }).split("\n")[0] };
  if (options.output === "json") console.log(JSON.stringify({ machine: machine(), versions, results }, null, 2));
  else {
    console.log(JSON.stringify({ ...machine(), ...versions }));
    console.table(results);
  }
}
