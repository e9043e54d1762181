import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

/** Installs a packed package into an empty project, as a user would with npm; its own workspace packages come from the other tarballs. Returns the project's folder. */
export async function installAlone(name, tarballs, folder) {
  mkdirSync(folder, { recursive: true });
  const overrides = Object.fromEntries([...tarballs].filter(([other]) => other !== name).map(([other, file]) => [other, `file:${file}`]));
  const project = {
    name: "empty-project",
    private: true,
    type: "module",
    dependencies: { [name]: `file:${tarballs.get(name)}` },
    overrides,
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(project, null, 2));
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  await exec(npm, ["install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"], {
    cwd: folder,
    shell: process.platform === "win32",
  });
  return folder;
}

/** Imports a package in a fresh Node; returns the milliseconds that the import took and the names it exports. */
export async function importAlone(name, folder) {
  const program = `const start = performance.now(); const module = await import(${JSON.stringify(name)}); console.log(JSON.stringify({ ms: performance.now() - start, names: Object.keys(module) }));`;
  const { stdout } = await exec(process.execPath, ["--input-type=module", "--eval", program], { cwd: folder });
  return JSON.parse(stdout);
}
