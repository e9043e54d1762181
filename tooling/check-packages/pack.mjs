import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

/** The packages that go to npm: every one under packages/ that is not private. */
export function publishable(root) {
  return readdirSync(join(root, "packages"))
    .map((name) => join(root, "packages", name))
    .filter((folder) => existsSync(join(folder, "package.json")))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) }))
    .filter(({ manifest }) => manifest.private !== true);
}

/** Packs built packages as they would be published (workspace versions filled in); returns each name's tarball. */
export async function pack(packages, root, destination, [pnpm, ...leading]) {
  for (const { folder, manifest } of packages) {
    if (!existsSync(join(folder, "dist", "index.js"))) throw new Error(`${manifest.name}: dist/index.js is missing. Run pnpm build first.`);
  }
  const filters = packages.map(({ manifest }) => `--filter=${manifest.name}`);
  const options = { cwd: root, maxBuffer: 2 ** 28, shell: process.platform === "win32" };
  const { stdout } = await exec(
    pnpm,
    [...leading, "--recursive", ...filters, "pack", "--json", "--pack-destination", destination],
    options,
  );
  return new Map(JSON.parse(stdout.slice(stdout.indexOf("["))).map(({ name, filename }) => [name, filename]));
}
