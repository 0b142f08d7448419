// Where the generator of load is, which is no part of the project: bench/README.md says what it must take and print.
import fs from "node:fs";
import path from "node:path";

const isProgram = file => {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
};

export const generatorOption = { type: "string", default: process.env.KVBENCH ?? "kvbench" };

// Ends with 2, before anything is started, if there is no such program.
export function checkGenerator(name) {
  const files = name.includes("/") ? [name] : (process.env.PATH ?? "").split(":").map(directory => path.join(directory, name));
  if (files.some(isProgram)) return;
  process.stderr.write(`there is no generator of load '${name}': name a program by --generator or KVBENCH\n`);
  process.stderr.write('what it must take and print: "The generator of load" in bench/README.md\n');
  process.exit(2);
}
