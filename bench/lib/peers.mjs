// What a slice is compared with, as commands. Each runs /usr/bin/true, or nothing in its own runtime, over the /usr of this machine.
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const NOTHING = "/usr/bin/true";
const MEMORY = 256 * 2 ** 20;

function found(program) {
  return ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin"].map(place => path.join(place, program)).find(file => fs.existsSync(file));
}

function version(program, ...args) {
  const { stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return `${stdout}${stderr}`.split("\n")[0].trim();
}

// A root with what programs need to run, and the system's /usr mounted into it.
function makeRoot(directory) {
  for (const name of ["usr", "proc", "dev", "sys", "tmp", "etc", "run"]) fs.mkdirSync(path.join(directory, name), { recursive: true });
  for (const name of ["bin", "sbin", "lib", "lib64"]) fs.symlinkSync(`usr/${name}`, path.join(directory, name));
  fs.writeFileSync(path.join(directory, "etc/os-release"), "ID=bench\n");
  return directory;
}

// What `runc spec` writes, with limits, without a terminal, and with this machine's /usr.
function makeBundle(directory, runtime) {
  makeRoot(path.join(directory, "rootfs"));
  execFileSync(runtime, ["spec"], { cwd: directory });
  const file = path.join(directory, "config.json");
  const config = JSON.parse(fs.readFileSync(file, "utf8"));
  Object.assign(config.process, { terminal: false, args: [NOTHING] });
  config.mounts = config.mounts.filter(mount => mount.type !== "cgroup");
  config.mounts.push({ destination: "/usr", source: "/usr", type: "bind", options: ["rbind", "ro"] });
  config.linux.resources = { ...config.linux.resources, memory: { limit: MEMORY }, cpu: { quota: 100000, period: 100000 }, pids: { limit: 64 } };
  fs.writeFileSync(file, JSON.stringify(config));
  return directory;
}

function bubblewrap(binds, ...command) {
  const links = ["bin", "sbin", "lib", "lib64"].flatMap(name => ["--symlink", `usr/${name}`, `/${name}`]);
  return [found("bwrap"), "--unshare-all", "--die-with-parent", "--new-session", "--ro-bind", "/usr", "/usr", ...links,
    "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", ...binds.flatMap(bind => ["--ro-bind", bind, bind]), "--", ...command];
}

// Those that work here, and why the others do not.
export function peers(directory, bench) {
  const dotnet = path.dirname(fs.realpathSync(execFileSync("which", ["dotnet"]).toString().trim()));
  const recipes = {
    spawn: [null, () => [NOTHING]],
    bwrap: ["bwrap", () => bubblewrap([], NOTHING)],
    runc: ["runc", runtime => [runtime, "run", "--bundle", makeBundle(path.join(directory, "runc"), runtime), "{id}"]],
    crun: ["crun", runtime => [runtime, "run", "--bundle", makeBundle(path.join(directory, "crun"), runtime), "{id}"]],
    "systemd-nspawn": ["systemd-nspawn", nspawn => [nspawn, "--quiet", "--register=no", "--keep-unit", "--private-network", "--read-only",
      "--as-pid2", "--bind-ro=/usr", "--directory", makeRoot(path.join(directory, "nspawn")), "--machine", "{id}", NOTHING]],
    "bwrap + .NET": ["bwrap", () => bubblewrap([dotnet, path.dirname(bench)], path.join(dotnet, "dotnet"), `${bench}.dll`, "nothing")],
    "java -version": ["java", java => [java, "-version"]],
  };
  const versions = { bwrap: ["--version"], runc: ["--version"], crun: ["--version"], "systemd-nspawn": ["--version"], java: ["-version"] };
  const commands = {}, missing = {}, known = {};
  for (const [name, [program, recipe]] of Object.entries(recipes)) {
    const file = program === null ? "" : found(program);
    if (file === undefined) { missing[name] = `${program} is not installed`; continue; }
    if (program !== null) known[program] = version(file, ...versions[program]);
    const command = recipe(file);
    const trial = command.map(word => word.replace("{id}", `runink-bench-trial-${process.pid}`));
    const tried = spawnSync(trial[0], trial.slice(1), { encoding: "utf8" });
    if (tried.status === 0) commands[name] = command;
    else missing[name] = `${tried.stderr}${tried.stdout}`.trim().split("\n")[0] || `ended with ${tried.status}`;
  }
  return { commands, missing, versions: known };
}
