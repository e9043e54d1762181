#!/usr/bin/env node
// vitest with the repository's configuration, so that the top level holds no configuration file and `npx vitest` still works there.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const vitest = fileURLToPath(new URL("vitest.mjs", import.meta.resolve("vitest/package.json")));
const config = fileURLToPath(new URL("./vitest.config.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
const { status } = spawnSync(process.execPath, [vitest, ...process.argv.slice(2), "--config", config, "--root", root], {
  stdio: "inherit",
});
process.exit(status ?? 1);
