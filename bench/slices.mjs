// bench/slices [--rounds N] [-o json|table]
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { machine, percentile } from "./lib/measure.mjs";
import { peers } from "./lib/peers.mjs";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "200" },
    output: { type: "string", short: "o", default: "table" },
  },
});
const here = path.dirname(fileURLToPath(import.meta.url));
const program = path.join(here, "../artifacts/bin/Runink.Bench.Slices/release/Runink.Bench.Slices");
const directory = fs.mkdtempSync(path.join(os.tmpdir(), "runink-slices-"));
const { commands, missing, versions } = peers(directory, program);
for (const [name, why] of Object.entries(missing)) process.stderr.write(`${name} is left out: ${why}\n`);

const run = (...args) => JSON.parse(execFileSync(program, args,
  { encoding: "utf8", input: JSON.stringify(commands), stdio: ["pipe", "pipe", "inherit"], maxBuffer: 2 ** 28 }));
const starts = run("starts", directory, options.rounds);
const names = [...new Set(starts.map(start => start.subject))];
const summary = names.map(subject => {
  const of = starts.filter(start => start.subject === subject);
  const figure = (part, share) => +percentile(of.map(start => start[part]), share).toFixed(1);
  return { subject, p50: figure("milliseconds", 0.5), p99: figure("milliseconds", 0.99), "processor p50": figure("processor", 0.5) };
});
fs.rmSync(directory, { recursive: true });
if (options.output === "json") console.log(JSON.stringify({ machine: machine(), versions, missing, options, summary, starts }, null, 2));
else {
  console.log(JSON.stringify({ ...machine(), versions }));
  console.table(summary);
}
