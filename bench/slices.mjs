// bench/slices [--rounds N] [--sustained N] [--runi FILE] [-o json|table]
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execFileSync, spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { machine, median, percentile } from "./lib/measure.mjs";
import { peers } from "./lib/peers.mjs";

// crun refuses a machine that has both versions of control groups, so that version 2 is out of sight there, for all alike.
const apart = "RUNINK_BENCH_MOUNTS_APART";
const bothVersions = ["cgroup", "cgroup2"].every(type => fs.readFileSync("/proc/self/mountinfo", "utf8").includes(` - ${type} `));
if (bothVersions && process.env[apart] === undefined) {
  const script = 'for at in $(findmnt -n -o TARGET -t cgroup2); do umount --lazy "$at"; done; exec "$@"';
  const again = spawnSync("unshare", ["--mount", "sh", "-c", script, "--", process.execPath, ...process.argv.slice(1)],
    { stdio: "inherit", env: { ...process.env, [apart]: "yes" } });
  process.exit(again.status ?? 1);
}

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "200" },
    sustained: { type: "string", default: "3" },
    runi: { type: "string", default: path.join(here, "../artifacts/publish/linux-x64/runi") },
    output: { type: "string", short: "o", default: "table" },
  },
});
if (!fs.existsSync(options.runi)) {
  process.stderr.write(`there is no ${options.runi}: eng/publish.sh makes it, or --runi names another\n`);
  process.exit(2);
}

const program = path.join(here, "../artifacts/bin/Runink.Bench.Slices/release/Runink.Bench.Slices");
const directory = fs.mkdtempSync(path.join(os.tmpdir(), "runink-slices-"));
const { commands, missing, versions } = peers(directory, program);
for (const [name, why] of Object.entries(missing)) process.stderr.write(`${name} is left out: ${why}\n`);

const run = (what, rounds) => JSON.parse(execFileSync(program, [what, directory, rounds, path.resolve(options.runi)],
  { encoding: "utf8", input: JSON.stringify(commands), stdio: ["pipe", "pipe", "inherit"], maxBuffer: 2 ** 28 }));
let starts, rates;
try {
  starts = run("starts", options.rounds);
  rates = run("sustained", options.sustained);
} finally {
  fs.rmSync(directory, { recursive: true });
}

const round = number => +number.toFixed(1);
const subjects = of => [...new Set(of.map(one => one.subject))];
const milliseconds = (subject, part, share) =>
  round(percentile(starts.filter(start => start.subject === subject).map(start => start[part]), share));
const summary = subjects(starts).map(subject => {
  const figures = { subject, p50: milliseconds(subject, "milliseconds", 0.5), p99: milliseconds(subject, "milliseconds", 0.99) };
  if (starts.find(start => start.subject === subject).firstRow !== null)
    Object.assign(figures, { "first row p50": milliseconds(subject, "firstRow", 0.5), "first row p99": milliseconds(subject, "firstRow", 0.99) });
  const told = starts.find(start => start.subject === subject).processor !== null;
  return told ? { ...figures, "processor p50": milliseconds(subject, "processor", 0.5) } : figures;
});
const sustained = subjects(rates).map(subject =>
  ({ subject, "a second": round(median(rates.filter(rate => rate.subject === subject).map(rate => rate.perSecond))) }));

const of = subject => summary.find(one => one.subject === subject) ?? {};
const rate = subject => sustained.find(one => one.subject === subject)?.["a second"];
const plain = "slice, no sandbox", cold = "slice, cold", warm = "slice, warm", own = "step of one's own";
const targets = [
  ["what a sandbox adds to a slice from its start to its end, ms", round(of(cold).p50 - of(plain).p50), "<=", 15],
  ["first row of a cold slice, ms", of(cold)["first row p50"], "<=", 100],
  ["first row of a warm slice, ms", of(warm)["first row p50"], "<=", 20],
  ["cold slices against those without a sandbox, sustained", +(rate(cold) / rate(plain)).toFixed(2), ">=", 0.75],
  ["warm slices a second", rate(warm), ">=", 100],
  ["steps of one's own that do nothing, a second", rate(own), ">=", 100],
].map(([what, figure, sign, wanted]) =>
  ({ what, figure: figure ?? "not measured", wanted: `${sign} ${wanted}`, met: sign === "<=" ? figure <= wanted : figure >= wanted }));
if (options.output === "json") console.log(JSON.stringify({ machine: machine(), versions, missing, options, summary, sustained, targets, starts, rates }, null, 2));
else {
  console.log(JSON.stringify({ ...machine(), versions }));
  console.table(summary);
  console.table(sustained);
  console.table(targets);
}
