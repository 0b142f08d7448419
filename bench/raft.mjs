// bench/raft [--rounds N] [-o json|table]
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { machine, median } from "./lib/measure.mjs";

const { values: options } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, output: { type: "string", short: "o", default: "table" } },
});
const here = path.dirname(fileURLToPath(import.meta.url));
const files = path.join(here, "raft.files");
const say = text => process.stderr.write(`${text}\n`);

// etcd's library as Debian packages it (golang-etcd-server-dev, golang-go); without it Runink is measured alone.
function buildPeer() {
  const go = ["/usr/lib/go-1.19/bin/go", "/usr/bin/go"].find(file => fs.existsSync(file));
  if (!go || !fs.existsSync("/usr/share/gocode/src/go.etcd.io/etcd/raft")) return null;
  const binary = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "runink-bench-")), "etcd-raft");
  const env = { ...process.env, GO111MODULE: "off", GOPATH: "/usr/share/gocode", GOFLAGS: "" };
  execFileSync(go, ["build", "-o", binary, "."], { cwd: path.join(files, "etcd"), env, stdio: ["ignore", "ignore", "inherit"] });
  return binary;
}

const runink = path.join(here, "../artifacts/bin/Runink.Bench.Raft/release/Runink.Bench.Raft");
const peer = buildPeer();
if (!peer) say("apt-get install golang-etcd-server-dev golang-1.19-go to measure etcd's raft library beside it");

// Rounds last about a second each, so that neither compiler nor collector decides.
const commits = [
  { batch: 1, runink: 600000, etcd: 200000 },
  { batch: 16, runink: 300000, etcd: 15000 },
  { batch: 64, runink: 100000, etcd: 4000 },
];
const cases = [
  ...commits.map(({ batch, runink, etcd }) => ({
    name: `commit, ${batch} at once`,
    runink: ["--case", "commit", "--batch", `${batch}`, "--rounds", `${runink}`],
    peer: ["-case", "commit", "-batch", `${batch}`, "-rounds", `${etcd}`],
  })),
  { name: "10,000 groups idle", runink: ["--case", "idle"], peer: ["-case", "idle"] },
  { name: "10,000 groups asleep", runink: ["--case", "idle", "--asleep"], peer: null },
];

function run(binary, args) {
  return JSON.parse(execFileSync(binary, args, { encoding: "utf8", env: { ...process.env, GOMAXPROCS: "1" } }));
}

const results = [];
for (const one of cases) {
  const rounds = { runink: [], etcd: [] };
  for (let round = 0; round < Number(options.rounds); round++) {
    rounds.runink.push(run(runink, one.runink));
    if (peer && one.peer) rounds.etcd.push(run(peer, one.peer));
    say(`${one.name}: round ${round + 1}`);
  }
  for (const [system, found] of Object.entries(rounds)) {
    if (!found.length) continue;
    const figure = name => median(found.map(one => one[name]));
    results.push(found[0].case === "commit"
      ? { case: one.name, system, entriesPerSecond: Math.round(median(found.map(f => f.committed / f.seconds))), microsecondsPerRound: +median(found.map(f => f.seconds / f.committed * f.batch * 1e6)).toFixed(2), bytesPerEntry: figure("bytesPerEntry") }
      : { case: one.name, system, millisecondsPerTick: +(figure("secondsPerTick") * 1000).toFixed(3), bytesPerMember: figure("bytesPerMember"), messagesPerTick: found[0].messagesPerTick });
  }
}

const versions = { dotnet: execFileSync("dotnet", ["--version"], { encoding: "utf8" }).trim(), etcd: peer ? execFileSync("dpkg-query", ["-W", "-f", "${Version}", "golang-etcd-server-dev"], { encoding: "utf8" }) : null };
if (options.output === "json") console.log(JSON.stringify({ machine: machine(), versions, results }, null, 2));
else {
  console.log(JSON.stringify({ ...machine(), ...versions }));
  console.table(results);
}
