import { jit, tensor } from "../../../packages/core-tensor/dist/index.js";
import { applyUpdates, optimizerFromConfig } from "../../../packages/optimizers/dist/index.js";
import { fixtureTensor, loadFixture } from "../../../packages/testing/dist/index.js";
import { encoded } from "./numbers.mjs";
import { recorder } from "./recorder.mjs";

const { params, gradients, cases } = loadFixture("optimizers");

/** Twelve steps of every case of optimizers.json on one engine; the compiled steps become files too. */
export async function optimizerSteps(engine, files) {
  const { backend, recordings } = recorder(engine);
  const found = [];
  for (const { name, options } of cases) {
    found.push(await twelveSteps(optimizerFromConfig({ kind: name, options: ours(options) }), backend));
    await files?.addRecordings(recordings, { group: `optimizer ${name}`, name: `${name} ${JSON.stringify(options)}` });
  }
  return found;
}

async function twelveSteps(optimizer, backend) {
  const update = (params, state, grads) => {
    const [updates, next] = optimizer.update(grads, state, params);
    return { params: applyUpdates(params, updates), state: next };
  };
  const step = jit(update, { backend });
  const start = mapValues(params, (value) => tensor(fixtureTensor(value)));
  let current = { params: start, state: optimizer.init(start) };
  const after = [];
  for (const gradient of gradients) {
    current = await step(
      current.params,
      current.state,
      mapValues(gradient, (value) => tensor(fixtureTensor(value))),
    );
    const { kernel, bias } = current.params;
    after.push({ kernel: encoded(await kernel.value()), bias: encoded(await bias.value()) });
  }
  step.dispose();
  return after;
}

const ourNames = { clipnorm: "clipNorm", clipvalue: "clipValue", globalClipnorm: "globalClipNorm" };

/** The options of the fixture as ours: some names have another capital letter, and a schedule is a config. */
const ours = (options) =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      ourNames[name] ?? name,
      value?.schedule === undefined ? value : { kind: value.schedule, options: value.options },
    ]),
  );

const mapValues = (record, change) => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
