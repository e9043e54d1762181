import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, runPnpm } from "./run.mjs";

const stamp = join(root, "node_modules", ".installed");

/** Installs the locked dependencies unless node_modules already holds them; returns an exit code. */
export function installIfStale() {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return 0;
  console.log("Installing dependencies …");
  const code = runPnpm(["install", "--frozen-lockfile", "--loglevel=warn", "--config.confirmModulesPurge=false"]);
  if (code === 0) writeFileSync(stamp, wanted);
  return code;
}

/** What decides the contents of node_modules: the lockfile and every manifest. */
function fingerprint() {
  const hash = createHash("sha256");
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json", ...manifests()]) hash.update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

function manifests() {
  return ["packages", "apps", "tooling"]
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name, "package.json")))
    .filter((file) => existsSync(join(root, file)))
    .toSorted();
}
