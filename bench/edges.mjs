// bench/edges [--rounds N] [--rows N] [--gib N] [--batch N] [-o json|table]
import path from "node:path";
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { machine, median } from "./lib/measure.mjs";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    rows: { type: "string", default: "4000000" },
    gib: { type: "string", default: "2" },
    batch: { type: "string", default: "16384" },
    output: { type: "string", short: "o", default: "table" },
  },
});
const here = path.dirname(fileURLToPath(import.meta.url));
const program = path.join(here, "../artifacts/bin/Runink.Bench.Edges/release/Runink.Bench.Edges");
const say = text => process.stderr.write(`${text}\n`);

function run(what, data) {
  // Four integers are a seventh of a trade.
  const rows = Number(options.rows) * (data === "ints" ? 4 : 1);
  const args = ["--case", what, "--data", data, "--rows", String(rows), "--gib", options.gib, "--batch", options.batch];
  return JSON.parse(execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }));
}

const results = [];
for (let round = 1; round <= Number(options.rounds); round++) {
  for (const data of ["ints", "trades"]) {
    for (const what of ["raw", "codec", "engine", "inprocess"]) {
      const one = run(what, data);
      results.push({ round, ...one });
      say(`round ${round}, ${data}, ${what}: ${one.seconds.toFixed(2)} s`);
    }
  }
}

const of = (data, what) => results.filter(one => one.data === data && one.case === what);
const rate = (data, what, figure) => median(of(data, what).map(one => figure(one) / one.seconds));
// What a machine without other work would be held up by: the processor time of the busier of the two processes.
const busier = one => Math.max(one.processorSeconds, one.reader.processorSeconds ?? 0);
const load = (data, what, amount) => median(of(data, what).map(one => busier(one) / amount(one)));
const MiB = bytes => Math.round(bytes / 2 ** 20);
const summary = ["ints", "trades"].map(data => {
  const [raw, codec] = ["raw", "codec"].map(what => rate(data, what, one => one.bytes / 2 ** 30));
  const [engine, inprocess] = ["engine", "inprocess"].map(what => rate(data, what, one => one.reader.count / 1e6));
  return {
    data,
    rawGiBPerSecond: +raw.toFixed(2), codecGiBPerSecond: +codec.toFixed(2), codecAgainstRaw: +(codec / raw).toFixed(2),
    engineMillionRowsPerSecond: +engine.toFixed(2), inprocessMillionRowsPerSecond: +inprocess.toFixed(2),
    engineAgainstInprocess: +(engine / inprocess).toFixed(2),
    codecAgainstRawByProcessor: +(load(data, "raw", one => one.bytes) / load(data, "codec", one => one.bytes)).toFixed(2),
    engineAgainstInprocessByProcessor: +(load(data, "inprocess", one => one.rows) / load(data, "engine", one => one.rows)).toFixed(2),
    codecReaderPeakMiB: Math.max(...of(data, "codec").map(one => MiB(one.reader.peakBytes))),
    codecReaderGrewMiB: Math.max(...of(data, "codec").map(one => MiB(one.reader.peakBytes - one.reader.earlyPeakBytes))),
    engineReaderPeakMiB: Math.max(...of(data, "engine").map(one => MiB(one.reader.peakBytes))),
  };
});
if (options.output === "json") console.log(JSON.stringify({ machine: machine(), options, summary, results }, null, 2));
else {
  console.log(JSON.stringify(machine()));
  for (const row of summary) console.table(row);
}
