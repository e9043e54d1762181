/** Writes what this project computes into a folder, for the checks: see README.md. `node export.mjs FOLDER`; needs built packages. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { interpreterBackend } from "../../packages/core-tensor/dist/index.js";
import { activationValues } from "./export/activations.mjs";
import { attentionFiles } from "./export/attention.mjs";
import { augmentationValues, imageLayerFiles } from "./export/augmentation.mjs";
import { conformanceGraphs } from "./export/conformance.mjs";
import { engines } from "./export/engines.mjs";
import { initializerSamples } from "./export/initializers.mjs";
import { layerFiles, layerValues } from "./export/layers.mjs";
import { modelFiles } from "./export/models.mjs";
import { networkRuns } from "./export/networks.mjs";
import { OnnxFiles } from "./export/onnx-files.mjs";
import { optimizerSteps } from "./export/optimizers.mjs";
import { recurrentFiles } from "./export/recurrent.mjs";
import { trainingFiles } from "./export/training-graphs.mjs";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the folder to write to: node export.mjs FOLDER");

const files = new OnnxFiles(folder);
const all = await engines();
const { onnxruntime } = all;

await conformanceGraphs(files);
await layerFiles(files, interpreterBackend());
await recurrentFiles(files, interpreterBackend());
await attentionFiles(files, interpreterBackend());
await imageLayerFiles(files, interpreterBackend());
await modelFiles(files, onnxruntime);
await trainingFiles(files, onnxruntime);
const manifest = {
  ...(await networkRuns(folder, all, files)),
  activations: await onEach(activationValues),
  layers: await onEach(layerValues),
  augmentations: await onEach(augmentationValues),
  optimizers: await onEach(optimizerSteps),
  initializers: await initializerSamples(folder, onnxruntime),
  onnx: files.entries,
};
await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));

/** What a function finds on each engine; only graphs that onnxruntime compiles become files. */
async function onEach(compute) {
  const found = [];
  for (const [engine, backend] of Object.entries(all))
    found.push({ engine, cases: await compute(backend, engine === "onnxruntime" ? files : undefined) });
  return found;
}
