import { tensorData } from "../../../packages/core-tensor/dist/index.js";
import { runOnnx } from "../../../packages/backend-onnxruntime/dist/index.js";
import { functional } from "../../../packages/models/dist/index.js";
import { input, layerFromConfig, outputsOf } from "../../../packages/layers/dist/index.js";
import { fixtureTensor, loadFixture } from "../../../packages/testing/dist/index.js";

const left = -9; // what masked steps hold

/** A model of one recurrent layer over sequences of any length for every call of the fixtures, as a file; the numbers are Keras's. */
export async function recurrentFiles(files, backend) {
  const recurrent = loadFixture("recurrent");
  const calls = [
    ...[...recurrent.cases, ...loadFixture("convlstm").cases]
      .filter(({ options }) => options.unroll !== true) // those are for sequences of known length
      .filter(({ mask, inputs }) => mask === undefined || inputs[0].shape.length === 3) // masking looks at vectors
      .map(({ name, options, ...numbers }) => [{ kind: name, options }, numbers]),
    ...recurrent.bidirectional.map(({ layer, backwardLayer, mergeMode, ...numbers }) => [
      { kind: "bidirectional", options: { layer, backwardLayer, mergeMode } },
      numbers,
    ]),
  ];
  for (const [config, numbers] of calls) await oneLayer(files, backend, config, numbers);
}

async function oneLayer(files, backend, config, { weights, inputs, mask, outputs }) {
  const values = inputs.map(({ shape: [, ...rest] }, i) => input({ shape: i === 0 ? ["time", ...rest.slice(1)] : rest, name: `x${i}` }));
  const [x, ...states] = values;
  const sequence = mask === undefined ? x : layerFromConfig({ kind: "masking", options: { maskValue: left } })(x);
  const layer = layerFromConfig(config);
  const model = functional({ inputs: values, outputs: outputsOf(layer(states.length > 0 ? [sequence, ...states] : sequence)), backend });
  await model.setWeights(flat(weights, config.kind));
  await model.export(files.nextPath(), { verifyWith: runOnnx });
  const named = Object.fromEntries(inputs.map((value, i) => [`x${i}`, tensorData(fixtureTensor(value))]));
  const run = {
    inputs: mask === undefined ? named : { ...named, x0: hidden(named.x0, fixtureTensor(mask).data) },
    outputs: Object.fromEntries(model.network.outputs.map(({ name }, i) => [name, tensorData(fixtureTensor(outputs[i]))])),
  };
  const about = `${config.kind} ${JSON.stringify(config.options)}${mask === undefined ? "" : ", masked"}`;
  await files.note({ group: `recurrent ${config.kind}`, name: about, runs: [run] });
  await model.dispose();
}

/** Weights by path. */
const flat = (tree, path) =>
  Object.fromEntries(
    Object.entries(tree).flatMap(([name, value]) =>
      Array.isArray(value.shape) ? [[`${path}/${name}`, fixtureTensor(value)]] : Object.entries(flat(value, `${path}/${name}`)),
    ),
  );

/** A sequence with what masked steps hold. */
function hidden({ data, ...spec }, counts) {
  const size = data.length / counts.length; // of one step
  return { ...spec, data: data.map((value, i) => (counts[Math.floor(i / size)] ? value : left)) };
}
