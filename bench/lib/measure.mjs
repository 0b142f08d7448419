// Runs a command and measures it as a whole: wall time, CPU time, and the peak of the memory that all its processes hold together.
import { spawn, execFileSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";

const PAGE = 4096;
const SAMPLE_MS = 20;

function processTree(root) {
  const children = new Map();
  for (const name of fs.readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, "utf8");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
      if (!children.has(parent)) children.set(parent, []);
      children.get(parent).push(Number(name));
    } catch { /* the process has ended meanwhile */ }
  }
  const tree = [root];
  for (let i = 0; i < tree.length; i++) tree.push(...(children.get(tree[i]) ?? []));
  return tree;
}

export function residentBytes(pid) {
  try {
    const [, resident] = fs.readFileSync(`/proc/${pid}/statm`, "utf8").split(" ");
    return Number(resident) * PAGE;
  } catch {
    return 0;
  }
}

export async function measure(command, args, options = {}) {
  const log = [];
  const start = process.hrtime.bigint();
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.on("data", chunk => log.push(chunk));
  child.stderr.on("data", chunk => log.push(chunk));
  let peak = 0;
  const sampler = setInterval(() => {
    peak = Math.max(peak, processTree(child.pid).reduce((sum, pid) => sum + residentBytes(pid), 0));
  }, SAMPLE_MS);
  const code = await new Promise((resolve, reject) => { child.on("close", resolve); child.on("error", reject); });
  clearInterval(sampler);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${Buffer.concat(log)}`);
  return { seconds, peakBytes: peak, output: Buffer.concat(log).toString() };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length % 2 ? sorted[sorted.length >> 1] : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
}

// The least value that is not below so great a share of all.
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))];
}

export function machine() {
  return {
    cpu: os.cpus()[0].model.trim(),
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    kernel: os.release(),
    node: process.version,
    dotnet: execFileSync("dotnet", ["--version"]).toString().trim(),
  };
}

// Brings a file into the page cache, so that nobody pays for the disk.
export function warm(file) {
  const handle = fs.openSync(file, "r");
  const buffer = Buffer.alloc(1 << 22);
  while (fs.readSync(handle, buffer) > 0) { /* reading is the point */ }
  fs.closeSync(handle);
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
