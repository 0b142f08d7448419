// bench/barn --generator FILE [--runi FILE] [--rounds N] [--seconds N] [--only runink,etcd,bare,synced] [-o json|table]
import path from "node:path";
import { fileURLToPath } from "node:url";
import { compare, firstLoads, loadOptions } from "./lib/loads.mjs";
import { freePort } from "./lib/measure.mjs";
import { startProcess, startStore } from "./lib/stores.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const bareServer = path.join(here, "../artifacts/bin/Runink.Bench.Barn/release/Runink.Bench.Barn");
const options = loadOptions("runink,etcd,bare,synced");

// Handlers without a store: one with a fixed answer, and one that answers when a file has what was sent.
const bareArguments = { bare: () => [], synced: directory => [directory] };

async function start(name, directory) {
  const node = bareArguments[name] ? await startBare(directory, bareArguments[name](directory)) : await startStore(name, { runi: options.runi, directory });
  return { nodes: [node], stop: node.stop };
}

async function startBare(directory, more) {
  const port = await freePort();
  return startProcess(bareServer, [`${port}`, ...more], port, `${directory}.log`);
}

await compare({
  options,
  start,
  measures: [
    ...firstLoads,
    { name: "put, 64 clients", args: ["--op", "put", "--clients", "64"] },
    { name: "put, 256 clients", args: ["--op", "put", "--clients", "256", "--conns", "8"] },
    { name: "read, 1 client", args: ["--op", "get-linearizable", "--clients", "1", "--conns", "1"] },
    { name: "read, 64 clients", args: ["--op", "get-linearizable", "--clients", "64"] },
    { name: "read, 256 clients", args: ["--op", "get-linearizable", "--clients", "256", "--conns", "8"] },
  ],
});
