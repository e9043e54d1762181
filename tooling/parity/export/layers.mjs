import { tensorData } from "../../../packages/core-tensor/dist/index.js";
import { runOnnx } from "../../../packages/backend-onnxruntime/dist/index.js";
import { functional } from "../../../packages/models/dist/index.js";
import { input, layerFromConfig, normalization } from "../../../packages/layers/dist/index.js";
import { fixtureTensor, loadFixture } from "../../../packages/testing/dist/index.js";

/** A model of one layer for every case of layers.json, as a file; the numbers are Keras's. */
export async function layerFiles(files, backend) {
  const { cases, adapted } = loadFixture("layers");
  for (const example of cases) {
    const { name, options } = example;
    await oneLayer(files, backend, example, layerFromConfig({ kind: name, options }));
  }
  for (const example of adapted) await oneLayer(files, backend, example, normalization(example.options).adapt(fixtureTensor(example.data)));
}

async function oneLayer(files, backend, { name, options, inputs, weights = {}, output }, layer) {
  const values = inputs.map(({ shape }, i) => input({ shape: shape.slice(1), name: `x${i}` }));
  const model = functional({ inputs: values, outputs: layer(values.length === 1 ? values[0] : values), backend });
  await model.setWeights(Object.fromEntries(Object.entries(weights).map(([weight, value]) => [`${name}/${weight}`, fixtureTensor(value)])));
  await model.export(files.nextPath(), { verifyWith: runOnnx });
  const run = {
    inputs: Object.fromEntries(inputs.map((value, i) => [`x${i}`, fixtureTensor(value)])),
    outputs: { [name]: tensorData(fixtureTensor(output)) },
  };
  await files.note({ group: `layer ${name}`, name: `${name} ${JSON.stringify(options)}`, runs: [run] });
  await model.dispose();
}
