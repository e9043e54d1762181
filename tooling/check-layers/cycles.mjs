import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const oxlint = fileURLToPath(new URL("./bin/oxlint", import.meta.resolve("oxlint/package.json")));
const config = fileURLToPath(new URL("./cycles.json", import.meta.url));

/** Import cycles between files, type imports included, under these folders of `root`: one line for each file that is in one. */
export function checkCycles(root, folders) {
  const paths = folders.map((folder) => join(root, folder));
  const { stdout, stderr, error } = spawnSync(process.execPath, [oxlint, "--config", config, "--format", "json", ...paths], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (error !== undefined || !stdout.startsWith("{")) throw new Error(`oxlint did not run: ${error?.message ?? stdout + stderr}`);
  return JSON.parse(stdout).diagnostics.map(({ filename, note, message, help }) => `${filename}: ${message} ${note ?? help ?? ""}`.trim());
}
