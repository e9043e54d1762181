import { jit, randomKey, tensor, tensorData } from "../../../packages/core-tensor/dist/index.js";
import { runOnnx } from "../../../packages/backend-onnxruntime/dist/index.js";
import { input, layerFromConfig } from "../../../packages/layers/dist/index.js";
import { functional } from "../../../packages/models/dist/index.js";
import { fixtureTensor, loadFixture } from "../../../packages/testing/dist/index.js";
import { encoded } from "./numbers.mjs";
import { recorder } from "./recorder.mjs";

/** Layers that do the same outside of training. */
const steady = new Set(["resizing", "centerCrop", "autoContrast", "contrastLimitedAdaptiveHistogramEqualization"]);

/** Every image layer as a model in a file: those that draw leave images alone there, of the others the numbers are Keras's. */
export async function imageLayerFiles(files, backend) {
  const { images, pinned } = loadFixture("augmentation");
  for (const { name, options, images: which, output } of pinned) {
    const x = images[which];
    const value = input({ shape: x.shape.slice(1), name: "x" });
    const model = functional({ inputs: value, outputs: layerFromConfig({ kind: name, options })(value), backend });
    await model.export(files.nextPath(), { verifyWith: runOnnx });
    const expected = tensorData(fixtureTensor(steady.has(name) ? output : x));
    const run = { inputs: { x: fixtureTensor(x) }, outputs: { [name]: expected } };
    await files.note({ group: `layer ${name}`, name: `${name} ${JSON.stringify(options)} of ${which}`, runs: [run] });
    await model.dispose();
  }
}

/** Every case of augmentation.json in training on one engine; the compiled graphs, with all that they draw, become files too. */
export async function augmentationValues(engine, files) {
  const { backend, recordings } = recorder(engine);
  const { images, pinned } = loadFixture("augmentation");
  const found = [];
  for (const { name, options, images: which } of pinned) {
    const layer = layerFromConfig({ kind: name, options });
    const run = jit((key, x) => layer.apply({}, x, { training: true, key })[0], { backend });
    const output = await run(randomKey(1), tensor(fixtureTensor(images[which])));
    found.push({ output: encoded(await output.value()) });
    run.dispose();
    await files?.addRecordings(recordings, { group: `layer ${name} in training`, name: `${name} ${JSON.stringify(options)} of ${which}` });
  }
  return found;
}
