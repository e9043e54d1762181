import { flatten, grad, interpreterBackend, jit, literal, scan, tensor, unflatten } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { describe, expect, test } from "vitest";
import { optimizers } from "./from-name.ts";
import { adam } from "./adam.ts";
import { applyUpdates } from "./optimizer.ts";
import type { Optimizer, OptimizerState } from "./optimizer.ts";
import { cosineDecay } from "./schedules/cosine-decay.ts";
import type { Schedule } from "./schedules/schedule.ts";
import { sgd } from "./sgd.ts";

interface Params {
  readonly [name: string]: Tensor;
}

const start = (): Params => ({ x: tensor([3, -2]), y: tensor([1]) });
/** A convex bowl, its lowest point 0 at x = [1, 2], y = [-1]. */
const loss = ({ x, y }: Params): Tensor =>
  (x ?? tensor([]))
    .sub(tensor([1, 2]))
    .square()
    .mul(tensor([1, 3]))
    .sum()
    .add((y ?? tensor([])).add(1).square().sum());

/** `steps` updates as one graph. */
const train = (optimizer: Optimizer, params: Params, state: OptimizerState, steps: number): readonly [Params, OptimizerState, Tensor] => {
  const [last, losses] = scan(
    (carry: { readonly params: Params; readonly state: OptimizerState }) => {
      const [updates, state] = optimizer.update(grad(loss)(carry.params), carry.state, carry.params);
      return [{ params: applyUpdates(carry.params, updates), state }, loss(carry.params)];
    },
    { params, state },
    [],
    { length: steps },
  );
  return [last.params, last.state, losses];
};

// Lion's steps have one size, so only a falling rate comes to rest.
const rates: Readonly<Record<string, number | Schedule>> = {
  adagrad: 0.5,
  adadelta: 20,
  lion: cosineDecay({ initialLearningRate: 0.05, decaySteps: 400 }),
};

describe.each(Object.entries(optimizers))("%s", (name, factory) => {
  const optimizer = factory({ learningRate: rates[name] ?? 0.05 });

  test("reaches the lowest point of a bowl, as one graph", async () => {
    const params = start();
    const [found, state] = train(optimizer, params, optimizer.init(params), 400);
    expect(await loss(found).item()).toBeLessThan(name === "adamW" ? 0.01 : 1e-3);
    expect(await state.step.item()).toBe(400);
  });

  test("its state is a plain tree of tensors, and goes on where it stopped", async () => {
    const params = start();
    const [half, state] = train(optimizer, params, optimizer.init(params), 5);
    const { leaves, structure } = flatten({ params: half, state });
    const saved = await Promise.all(leaves.map((leaf) => leaf.value()));
    const restored = unflatten<{ readonly params: Params; readonly state: OptimizerState }>(
      structure,
      saved.map(({ data, shape }) => tensor(data, shape)),
    );

    const [resumed] = train(optimizer, restored.params, restored.state, 5);
    const [whole] = train(optimizer, params, optimizer.init(params), 10);
    expect(await resumed["x"]?.array()).toEqual(await whole["x"]?.array());
  });
});

test("the state names what each parameter's slots are", () => {
  const state = adam({ useEma: true, clipNorm: 1 }).init({ dense: { kernel: tensor([[1]]), bias: tensor([1]) } });
  expect(flatten(state).paths).toEqual([
    "step",
    "learningRate",
    "slots/adam/m/dense/kernel",
    "slots/adam/m/dense/bias",
    "slots/adam/v/dense/kernel",
    "slots/adam/v/dense/bias",
    "slots/ema/average/dense/kernel",
    "slots/ema/average/dense/bias",
  ]);
});

test("a compiled update takes another learning rate without compiling again", async () => {
  const optimizer = sgd({ learningRate: 1 });
  const backend = interpreterBackend();
  let compilations = 0;
  const counting = {
    ...backend,
    compile: async (...args: Parameters<typeof backend.compile>) => backend.compile(...args).finally(() => compilations++),
  };
  const step = jit(
    (params: Params, state: OptimizerState) => {
      const [updates, next] = optimizer.update({ w: tensor([1]) }, state, params);
      return { params: applyUpdates(params, updates), state: next };
    },
    { backend: counting },
  );
  const params: Params = { w: tensor([10]) };
  const first = await step(params, optimizer.init(params));
  const second = await step(first.params, { ...first.state, learningRate: literal(0.5, "float32") });
  expect(await second.params["w"]?.array()).toEqual([8.5]);
  expect(compilations).toBe(1);
});

test("with a schedule the state shows the last rate used", async () => {
  const optimizer = sgd({ learningRate: cosineDecay({ initialLearningRate: 1, decaySteps: 2 }) });
  const params: Params = { w: tensor([0]) };
  let state = optimizer.init(params);
  expect(await state.learningRate.item()).toBe(1);
  [, state] = optimizer.update(params, state, params);
  expect(await state.learningRate.item()).toBe(1);
  [, state] = optimizer.update(params, state, params);
  expect(await state.learningRate.item()).toBeCloseTo(0.5, 6);
});

test("a state of another optimizer is refused with the missing name", () => {
  const params: Params = { w: tensor([0]) };
  expect(() => adam().update(params, { ...adam().init(params), slots: { adam: { sum: { w: tensor([0]) } } } }, params)).toThrow(
    'optimizer state: "m" is missing; it holds sum',
  );
});
