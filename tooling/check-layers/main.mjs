// Packages import only downward, and no file takes part in an import cycle.
import { fileURLToPath } from "node:url";
import { checkLayers } from "./check.mjs";
import { checkCycles } from "./cycles.mjs";
import { layers } from "./layers.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { violations, packages, files } = checkLayers(root, layers);
const faults = [...violations, ...checkCycles(root, ["packages", "apps"])];
for (const fault of faults) console.error(fault);
console.log(`check-layers: ${packages} packages, ${files} files, ${faults.length === 0 ? "no violation" : `${faults.length} violations`}.`);
process.exitCode = faults.length === 0 ? 0 : 1;
