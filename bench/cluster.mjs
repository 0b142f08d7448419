// bench/cluster --generator FILE [--runi FILE] [--rounds N] [--seconds N] [--only runink,etcd] [--tls] [-o json|table]
import { execFileSync } from "node:child_process";
import { compare, endpoints, firstLoads, loadOptions } from "./lib/loads.mjs";
import { startCluster } from "./lib/stores.mjs";

const options = loadOptions("runink,etcd");

// The newest term that any member knows: it grows with every election.
function term(cluster) {
  const { certificates: tls } = options;
  const secure = tls ? ["--cacert", tls.ca] : [];
  const text = execFileSync("etcdctl", ["--endpoints", endpoints(cluster), ...secure, "endpoint", "status", "-w", "json"],
    { encoding: "utf8", env: { ...process.env, ETCDCTL_API: "3" }, stdio: ["ignore", "pipe", "ignore"] });
  return Math.max(...JSON.parse(text).map(one => one.Status.raftTerm));
}

await compare({
  options,
  start: (name, directory, tls) => startCluster(name, { runi: options.runi, directory, tls }),
  counts: { elections: term },
  measures: [
    ...firstLoads,
    { name: "put, 64 clients", args: ["--op", "put", "--clients", "64"] },
    { name: "put, 256 clients", args: ["--op", "put", "--clients", "256", "--conns", "9"] },
    { name: "put, 2,000/s", args: ["--op", "put", "--clients", "64", "--rate", "2000"] },
    { name: "linearizable read, 256 clients", args: ["--op", "get-linearizable", "--clients", "256", "--conns", "9"] },
    { name: "serializable read, 256 clients", args: ["--op", "get-serializable", "--clients", "256", "--conns", "9"] },
    { name: "compare-and-swap, 64 clients", args: ["--op", "txn-cas", "--clients", "64"] },
  ],
});
