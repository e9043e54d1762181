// Every package as npm would publish it: packed, examined, and installed and imported alone in an empty project.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pnpmCommand, root } from "../workspace/run.mjs";
import { bundleSize } from "./bundle-size.mjs";
import { importAlone, installAlone } from "./install-alone.mjs";
import { manifestFaults } from "./manifest-faults.mjs";
import { pack, publishable } from "./pack.mjs";

const limits = { tiduImportMs: 100, coreTensorBytes: 60_000 };
const folder = mkdtempSync(join(tmpdir(), "check-packages-"));
const faults = [];

try {
  const packages = publishable(root);
  const tarballs = await pack(packages, root, folder, pnpmCommand());
  for (const { manifest } of packages) await checkOne(manifest, tarballs);
  await measure(packages);
} catch (error) {
  faults.push(error instanceof Error ? error.message : String(error));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) console.error(fault);
console.log(`check-packages: ${faults.length === 0 ? "no fault" : `${faults.length} faults`}.`);
process.exitCode = faults.length === 0 ? 0 : 1;

async function checkOne(manifest, tarballs) {
  const { name } = manifest;
  const found = await manifestFaults(manifest, tarballs.get(name));
  try {
    const { names } = await importAlone(name, await installAlone(name, tarballs, projectOf(name)));
    console.log(`${name.padEnd(28)} installs and imports alone, ${names.length} exports`);
  } catch (error) {
    found.push(`does not install and import alone: ${error instanceof Error ? error.message : String(error)}`);
  }
  faults.push(...found.map((fault) => `${name}: ${fault}`));
}

/** The promises about cost: no dependency and a small bundle for core-tensor, nothing of training with serve, a quick import of tidu where no engine is installed. */
async function measure(packages) {
  const core = packages.find(({ manifest }) => manifest.name === "@tidu/core-tensor");
  const dependencies = Object.keys({ ...core?.manifest.dependencies, ...core?.manifest.peerDependencies });
  if (dependencies.length > 0) faults.push(`@tidu/core-tensor: has dependencies (${dependencies.join(", ")}); it must have none.`);
  const bytes = await bundleSize("@tidu/core-tensor", projectOf("@tidu/core-tensor"));
  console.log(`@tidu/core-tensor: ${(bytes / 1000).toFixed(1)} kB bundled and gzipped (limit ${limits.coreTensorBytes / 1000} kB)`);
  if (bytes > limits.coreTensorBytes) faults.push(`@tidu/core-tensor: ${bytes} bytes gzipped, more than ${limits.coreTensorBytes}.`);
  const served = readdirSync(join(projectOf("@tidu/serve"), "node_modules", "@tidu")).toSorted();
  console.log(`@tidu/serve: comes with ${served.join(", ")}`);
  if (served.join() !== "onnx-format,serve,text")
    faults.push(`@tidu/serve: installs ${served.join(", ")}; nothing that trains may come with it.`);
  const times = [];
  for (let i = 0; i < 7; i++) times.push((await importAlone("tidu", projectOf("tidu"))).ms);
  const ms = times.toSorted((a, b) => a - b)[3];
  console.log(`tidu: imports in ${ms.toFixed(0)} ms without an engine (median of 7; target ${limits.tiduImportMs} ms)`);
}

function projectOf(name) {
  return join(folder, name.replace("/", "-"));
}
