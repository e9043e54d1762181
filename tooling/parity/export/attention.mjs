import { tensorData } from "../../../packages/core-tensor/dist/index.js";
import { runOnnx } from "../../../packages/backend-onnxruntime/dist/index.js";
import { functional } from "../../../packages/models/dist/index.js";
import { input, layerFromConfig, outputsOf } from "../../../packages/layers/dist/index.js";
import { fixtureTensor, loadFixture } from "../../../packages/testing/dist/index.js";

/** A model of one layer that attends, for every case of the fixture without padding, as a file; the numbers are Keras's and PyTorch's. */
export async function attentionFiles(files, backend) {
  const { cases, blocks } = loadFixture("attention");
  for (const example of [...cases, ...blocks]) if (example.masks === undefined) await oneLayer(files, backend, example);
}

async function oneLayer(files, backend, { name, options, weights, inputs, attentionMask, outputs }) {
  const hasMask = attentionMask !== undefined;
  const values = inputs.map(({ shape }, i) => input({ shape: hasMask ? shape.slice(1) : freely(shape.slice(1), i), name: `x${i}` }));
  const mask = hasMask ? [input({ shape: attentionMask.shape.slice(1), dtype: "bool", name: "mask" })] : [];
  const given = [...(hasMask && values.length === 1 ? [...values, ...values] : values), ...mask];
  const layer = layerFromConfig({ kind: name, options });
  const applied = layer(given.length === 1 ? given[0] : given);
  const model = functional({ inputs: [...values, ...mask], outputs: outputsOf(applied), backend });
  await model.setWeights(Object.fromEntries(Object.entries(weights).map(([path, value]) => [`${name}/${path}`, fixtureTensor(value)])));
  await model.export(files.nextPath(), { verifyWith: runOnnx });
  const arrays = inputs.map((value, i) => [`x${i}`, tensorData(fixtureTensor(value))]);
  const run = {
    inputs: Object.fromEntries([...arrays, ...(hasMask ? [["mask", fixtureTensor(attentionMask)]] : [])]),
    outputs: Object.fromEntries(model.network.outputs.map(({ name }, i) => [name, tensorData(fixtureTensor(outputs[i]))])),
  };
  await files.note({ group: `attention ${name}`, name: `${name} ${JSON.stringify(options)}`, runs: [run] });
  await model.dispose();
}

/** The shape of an input, its length free. */
const freely = (shape, i) => (shape.length === 2 ? [i === 0 ? "time" : "length", shape[1]] : shape);
