// bench/pipeline [--rows N] [--rounds N] [--only runink,duckdb,polars] [--modes plain,unique,isolated] [-o json|table]
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { machine, measure, median, warm } from "./lib/measure.mjs";

const { values: options } = parseArgs({
  options: {
    rows: { type: "string", default: "5000000" },
    rounds: { type: "string", default: "3" },
    only: { type: "string", default: "runink,duckdb,polars" },
    modes: { type: "string", default: "plain,unique" },
    memory: { type: "string" },
    output: { type: "string", short: "o", default: "table" },
  },
});
const here = path.dirname(fileURLToPath(import.meta.url));
const files = path.join(here, "pipeline.files");
const runi = process.env.RUNI ?? path.join(here, "..", "runi");
const rows = Number(options.rows);
const systems = options.only.split(",");
const modes = options.modes.split(",");
const say = text => process.stderr.write(`${text}\n`);

function makeProject(directory, mode) {
  fs.cpSync(files, directory, { recursive: true });
  fs.writeFileSync(path.join(directory, "runink.yaml"), "name: bench\n");
  const contract = path.join(directory, "contracts/trade.odcs.yaml");
  if (mode === "unique") {
    const text = fs.readFileSync(contract, "utf8");
    fs.writeFileSync(contract, text.replace("logicalType: integer\n        required: true", "logicalType: integer\n        required: true\n        unique: true"));
  }
  const tags = [options.memory && `@memory:${options.memory}`, mode === "isolated" && "@isolate"].filter(Boolean).join(" ");
  if (tags) {
    const feature = path.join(directory, "trades.feature");
    fs.writeFileSync(feature, fs.readFileSync(feature, "utf8").replace("  Scenario:", `  ${tags}\n  Scenario:`));
  }
  execFileSync(runi, ["key", "create"], { cwd: directory, stdio: "ignore" });
}

async function count(sql) {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  return Number((await connection.runAndReadAll(sql)).getRows()[0][0]);
}

const commands = {
  runink: (directory) => [runi, ["run", "trades.feature", "-o", "json"], { cwd: directory }],
  duckdb: (directory, mode) => [process.execPath, [path.join(files, "duckdb.mjs"), directory, mode], { cwd: here }],
  polars: (directory) => [process.execPath, [path.join(files, "polars.mjs"), directory], { cwd: here }],
};

const passing = {
  runink: directory => `SELECT count(*) FROM read_parquet('${directory}/out/trades/**/*.parquet')`,
  duckdb: directory => `SELECT count(*) FROM read_parquet('${directory}/reference/valid.parquet')`,
  polars: directory => `SELECT count(*) FROM read_parquet('${directory}/polars/valid.parquet')`,
};

async function verify(system, directory, mode) {
  const valid = await count(passing[system](directory));
  if (system === "polars" && mode === "unique") return { valid };
  const letters = {
    runink: `${directory}/out/dlq/**/*.jsonl`,
    duckdb: `${directory}/reference/invalid.jsonl`,
    polars: `${directory}/polars/invalid.jsonl`,
  }[system];
  return { valid, failed: await count(`SELECT count(*) FROM read_json('${letters}', format = 'newline_delimited')`) };
}

const work = fs.mkdtempSync(path.join(os.tmpdir(), "runink-bench-"));
const results = [];
try {
  execFileSync(runi, ["--version"], { stdio: "ignore" });
  for (const mode of modes) {
    const project = path.join(work, mode);
    makeProject(project, mode);
    fs.mkdirSync(path.join(project, "data"));
    const data = path.join(project, "data/trades.csv");
    say(`generating ${rows.toLocaleString("en")} trades (${mode})`);
    execFileSync(runi, ["synth", "--contract", "contracts/trade.odcs.yaml", "--rows", String(rows), "--seed", "42", "--bad", "1%", "--out", data], { cwd: project, stdio: "ignore" });
  }

  for (let round = 1; round <= Number(options.rounds); round++) {
    for (const mode of modes) {
      const project = path.join(work, mode);
      warm(path.join(project, "data/trades.csv"));
      for (const system of systems) {
        if ((system === "polars" && mode === "unique") || (system !== "runink" && mode === "isolated")) continue;
        const [command, args, spawnOptions] = commands[system](project, mode);
        const { seconds, peakBytes } = await measure(command, args, spawnOptions);
        const checked = await verify(system, project, mode);
        results.push({ mode, system, round, seconds, peakMiB: peakBytes / 2 ** 20, ...checked });
        say(`${mode} ${system} round ${round}: ${seconds.toFixed(2)} s, ${(peakBytes / 2 ** 20).toFixed(0)} MiB, ${checked.valid} valid, ${checked.failed ?? "?"} failed`);
        for (const output of ["out", "reference", "polars"]) fs.rmSync(path.join(project, output), { recursive: true, force: true });
      }
    }
  }
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}

const summary = modes.flatMap(mode => systems.map(system => {
  const own = results.filter(result => result.mode === mode && result.system === system);
  if (own.length === 0) return null;
  return {
    mode, system,
    seconds: median(own.map(r => r.seconds)), peakMiB: median(own.map(r => r.peakMiB)),
    rowsPerSecond: Math.round(rows / median(own.map(r => r.seconds))), valid: own[0].valid, failed: own[0].failed,
  };
})).filter(Boolean);
for (const row of summary) {
  const reference = summary.find(other => other.mode === row.mode && other.system === "duckdb");
  const fused = summary.find(other => row.mode === "isolated" && other.mode === "plain" && other.system === row.system);
  if (fused) row.timeAgainstFused = row.seconds / fused.seconds;
  if (reference) Object.assign(row, { timeAgainstDuckdb: row.seconds / reference.seconds, memoryAgainstDuckdb: row.peakMiB / reference.peakMiB });
}

if (options.output === "json") {
  console.log(JSON.stringify({ machine: machine(), versions: { duckdb: "1.5.6", polars: "0.26.1" }, rows, rounds: Number(options.rounds), summary, results }, null, 2));
} else {
  console.log(`machine: ${JSON.stringify(machine())}; ${rows} rows, median of ${options.rounds} alternating rounds`);
  console.table(summary.map(row => Object.fromEntries(Object.entries(row).map(([name, value]) =>
    [name, typeof value === "number" && !Number.isInteger(value) ? Number(value.toFixed(2)) : value]))));
}
