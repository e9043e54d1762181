import { join } from "node:path";
import { layerFromConfig } from "../../../packages/layers/dist/index.js";
import { load, sequential } from "../../../packages/models/dist/index.js";
import { optimizerFromConfig } from "../../../packages/optimizers/dist/index.js";
import { fixtureTensor, loadFixture } from "../../../packages/testing/dist/index.js";
import { encoded, encodedNumber } from "./numbers.mjs";
import { gradientTolerance } from "./onnx-files.mjs";
import { recorder } from "./recorder.mjs";

const { networks } = loadFixture("training");

/**
 * The networks of training.json on every engine: step by step, by `fit`, measured by `evaluate`, saved and loaded again. What
 * onnxruntime compiles for them becomes files too.
 */
export async function networkRuns(folder, engines, files) {
  const found = { training: [], fits: [], evaluations: [], safetensors: [] };
  for (const [engine, inner] of Object.entries(engines)) {
    const { backend, recordings } = recorder(inner);
    for (const network of networks) {
      const name = `${network.name} on ${engine}`;
      const about = { network: network.name };
      const model = await modelOf(network, backend);
      const fresh = await saved(folder, network, `${name}, before training`, model);
      found.evaluations.push(...(await evaluations(network, model)).map((result) => ({ name, ...about, ...result })));
      found.training.push({ name, ...about, ...(await trained(network, model)) });
      found.safetensors.push(fresh, await saved(folder, network, `${name}, trained`, model));
      found.fits.push(...(await fits(network, backend)).map((result) => ({ name, ...about, ...result })));
      await model.dispose();
      if (engine === "onnxruntime")
        await files.addRecordings(recordings, { group: `network ${network.name}`, name: network.name, tolerance: gradientTolerance });
    }
  }
  return found;
}

/** A network of training.json with its starting weights. */
export async function modelOf({ layers, weights, inputShape, optimizer, loss, metrics }, backend, weightedMetrics) {
  const made = layers.map(({ name, options }, i) =>
    layerFromConfig({ kind: name, options: { ...asConfigs(options), ...(i === 0 && { inputShape }) } }),
  );
  const model = sequential(made, { backend, seed: 5 });
  const counted = weightedMetrics === undefined ? { metrics } : { weightedMetrics };
  model.compile({ optimizer: optimizerFromConfig({ kind: optimizer.name, options: optimizer.options }), loss, ...counted });
  const byPath = weights.flatMap((own, i) =>
    Object.entries(own).map(([weight, value]) => [`${model.network.layers[i].name}/${weight}`, fixtureTensor(value)]),
  );
  return model.setWeights(Object.fromEntries(byPath));
}

/** `{ name, options }` of an option, as fixtures have it, is `{ kind, options }` here. */
const asConfigs = (options) =>
  Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key, value?.name === undefined ? value : { kind: value.name, options: value.options }]),
  );

async function trained({ x, y, sampleWeight, steps }, model) {
  const losses = [];
  for (const [start, end] of steps.batches) {
    const weights = sampleWeight === undefined ? {} : { sampleWeight: rowsOf(sampleWeight, start, end) };
    const { loss } = await model.trainOnBatch(rowsOf(x, start, end), rowsOf(y, start, end), weights);
    losses.push(encodedNumber(loss));
  }
  return { losses, after: await weightsByLayer(model) };
}

async function fits({ fit, ...network }, backend) {
  const found = [];
  for (const { options, weighted, weightedMetrics } of fit) {
    const model = await modelOf(network, backend, weightedMetrics);
    const { history } = await model.fit(fixtureTensor(network.x), fixtureTensor(network.y), {
      ...options,
      ...(weighted && { sampleWeight: fixtureTensor(network.sampleWeight) }),
      verbose: 0,
    });
    found.push({ history: underKerasKeys(history), after: await weightsByLayer(model) });
    await model.dispose();
  }
  return found.map((result, index) => ({ index, ...result }));
}

/** `val_loss` is `valLoss` in the fixtures. */
const underKerasKeys = (history) =>
  Object.fromEntries(
    Object.entries(history).map(([key, values]) => [key.replace(/_(.)/g, (_, letter) => letter.toUpperCase()), values.map(encodedNumber)]),
  );

async function evaluations({ x, y, sampleWeight, evaluate }, model) {
  const found = [];
  for (const [index, { batchSize, weighted }] of evaluate.entries()) {
    const weights = weighted ? { sampleWeight: fixtureTensor(sampleWeight) } : {};
    found.push({ index, result: await model.evaluate(fixtureTensor(x), fixtureTensor(y), { batchSize, ...weights }) });
  }
  return found;
}

/** A saved model, with what the model that was loaded from its file predicts. */
async function saved(folder, network, name, model) {
  const file = `${name.replaceAll(/\W+/g, "-")}.safetensors`;
  await model.save(join(folder, file));
  const again = await load(join(folder, file), { backend: await model.backend() });
  const predictions = encoded(await (await again.predict(fixtureTensor(network.x))).value());
  await again.dispose();
  const keys = again.network.layers.map(({ name: layer, weights }) =>
    Object.fromEntries(Object.keys(weights).map((weight) => [weight, `${layer}/${weight}`])),
  );
  return { name, network: network.name, file, keys, predictions };
}

async function weightsByLayer(model) {
  const weights = await model.getWeights();
  return model.network.layers.map(({ name, weights: own }) =>
    Object.fromEntries(Object.keys(own).map((weight) => [weight, encoded(weights[`${name}/${weight}`])])),
  );
}

function rowsOf(value, start, end) {
  const { dtype, shape, data } = fixtureTensor(value);
  const width = data.length / shape[0];
  return { dtype, shape: [end - start, ...shape.slice(1)], data: data.slice(start * width, end * width) };
}
