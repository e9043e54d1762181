import { grad, jit, tensor, tensorData } from "../../../packages/core-tensor/dist/index.js";
import { runOnnx } from "../../../packages/backend-onnxruntime/dist/index.js";
import { functional } from "../../../packages/models/dist/index.js";
import { input, layerFromConfig, normalization } from "../../../packages/layers/dist/index.js";
import { fixtureTensor, loadFixture } from "../../../packages/testing/dist/index.js";
import { encoded, encodedAll } from "./numbers.mjs";
import { gradientTolerance } from "./onnx-files.mjs";
import { recorder } from "./recorder.mjs";

/** The cases of all fixtures of layers, in this order. */
const cases = () => ["layers", "convolution", "pooling"].flatMap((name) => loadFixture(name).cases);

/** A model of one layer for every case of the fixtures, as a file; the numbers are Keras's. */
export async function layerFiles(files, backend) {
  for (const example of cases()) {
    const { name, options } = example;
    await oneLayer(files, backend, example, layerFromConfig({ kind: name, options }));
  }
  for (const example of loadFixture("layers").adapted)
    await oneLayer(files, backend, example, normalization(example.options).adapt(fixtureTensor(example.data)));
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

/** Every case of the fixtures on one engine, forward and backward; the compiled graphs become files too. */
export async function layerValues(engine, files) {
  const { backend, recordings } = recorder(engine);
  const found = [];
  for (const { name, options, inputs, weights = {}, cotangent } of cases()) {
    const layer = layerFromConfig({ kind: name, options });
    const both = (weights, inputs, g) => ({
      output: layer.apply(weights, inputs)[0],
      gradients: grad((leaves) => layer.apply(leaves.weights, leaves.inputs)[0].mul(g).sum())({ weights, inputs }),
    });
    const run = jit(both, { backend });
    const { output, gradients } = await run(tensorsOf(weights), inputs.map(tensorOf), tensorOf(cotangent));
    found.push({
      output: encoded(await output.value()),
      inputGradients: await Promise.all(gradients.inputs.map(async (gradient) => encoded(await gradient.value()))),
      weightGradients: encodedAll(await valuesOf(gradients.weights)),
    });
    run.dispose();
    await files?.addRecordings(recordings, {
      group: `layer ${name} and its gradient`,
      name: `${name} ${JSON.stringify(options)}`,
      tolerance: gradientTolerance,
    });
  }
  return found;
}

const tensorOf = (value) => tensor(fixtureTensor(value));

const tensorsOf = (record) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, tensorOf(value)]));

const valuesOf = async (record) =>
  Object.fromEntries(await Promise.all(Object.entries(record).map(async ([name, value]) => [name, await value.value()])));
