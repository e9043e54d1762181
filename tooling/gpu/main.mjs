// `npm run test:gpu`: the tests that need a GPU, on the one that WebGPU finds. Where there is none, `--software` lends one: a Vulkan driver
// that computes on the processor. Further arguments go to vitest. Without any GPU nothing is tested, and that is said.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { root } from "../workspace/run.mjs";
import { softwareVulkan } from "./software-vulkan.mjs";

const args = process.argv.slice(2);
const software = args.includes("--software");
const environment = found() ?? (software ? lent() : undefined);
if (environment === undefined) {
  if (!software) console.log("gpu: WebGPU finds no adapter here; --software tests on the processor.");
  console.log("0 passed, 0 failed, 1 skipped");
  process.exit(0);
}
console.log(`gpu: ${adapterIn(environment)}`);
const vitest = fileURLToPath(new URL("../vitest/node_modules/vitest/vitest.mjs", import.meta.url));
const config = fileURLToPath(new URL("./vitest.config.ts", import.meta.url));
const others = args.filter((argument) => argument !== "--software");
const { status } = spawnSync(process.execPath, [vitest, "run", ...others, "--config", config, "--root", root], {
  stdio: "inherit",
  env: { ...process.env, ...environment },
});
process.exit(status ?? 1);

/** This environment, when WebGPU finds an adapter in it. */
function found() {
  return adapterIn({}) === undefined ? undefined : {};
}

function lent() {
  try {
    const environment = softwareVulkan();
    if (adapterIn(environment) !== undefined) return environment;
    console.log("gpu: the software driver was unpacked, but WebGPU finds no adapter with it.");
  } catch (error) {
    console.log(`gpu: no adapter here, and no software driver: ${error.message}.`);
  }
  return undefined;
}

function adapterIn(environment) {
  const probe = fileURLToPath(new URL("./adapter.mjs", import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [probe], { encoding: "utf8", env: { ...process.env, ...environment } });
  return status === 0 && stdout.trim() !== "" ? stdout.trim() : undefined;
}
