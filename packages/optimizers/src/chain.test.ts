import { tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { adam } from "./adam.ts";
import { chain } from "./chain.ts";
import { optimizerFromConfig } from "./from-config.ts";
import { optimizerFromName } from "./from-name.ts";
import { applyUpdates } from "./optimizer.ts";
import type { Optimizer } from "./optimizer.ts";
import { exponentialDecay } from "./schedules/exponential-decay.ts";
import { sgd } from "./sgd.ts";
import { addDecayedWeights } from "./transforms/add-decayed-weights.ts";
import { clipByGlobalNorm } from "./transforms/clip-by-global-norm.ts";
import { clipByNorm } from "./transforms/clip-by-norm.ts";
import { clipByValue } from "./transforms/clip-by-value.ts";
import { ema } from "./transforms/ema.ts";
import { scale } from "./transforms/scale.ts";
import { scaleBySchedule } from "./transforms/scale-by-schedule.ts";

const step = async (optimizer: Optimizer, params: readonly Tensor[], grads: readonly Tensor[], steps = 1): Promise<unknown> => {
  let current = params;
  let state = optimizer.init(params);
  for (let i = 0; i < steps; i++) {
    const [updates, next] = optimizer.update(grads, state, current);
    current = applyUpdates(current, updates);
    state = next;
  }
  return Promise.all(current.map((param) => param.array()));
};

test("transforms before the optimizer change gradients, those behind it updates", async () => {
  // By hand: clip [3, -0.5] to [1, -0.5], times -0.1, times 2, minus 0.1 · 0.5 · 10.
  const optimizer = chain(clipByValue(1), sgd({ learningRate: 0.1 }), scale(2), addDecayedWeights(0.5));
  expect(await step(optimizer, [tensor([10, 10])], [tensor([3, -0.5])])).toEqual([[expect.closeTo(9.3, 5), expect.closeTo(9.6, 5)]]);
});

test("a global norm spans all parameters, a norm each one", async () => {
  // By hand: the norm of (3, 4) is 5.
  const params = [tensor([0]), tensor([0])];
  const grads = [tensor([3]), tensor([4])];
  expect(await step(chain(clipByGlobalNorm(1), sgd({ learningRate: 1 })), params, grads)).toEqual([
    [expect.closeTo(-0.6, 6)],
    [expect.closeTo(-0.8, 6)],
  ]);
  expect(await step(chain(clipByNorm(1), sgd({ learningRate: 1 })), params, grads)).toEqual([[-1], [-1]]);
});

test("an infinite gradient makes all NaN under a global norm, as in Keras", async () => {
  expect(await step(sgd({ globalClipNorm: 1 }), [tensor([0]), tensor([0])], [tensor([Infinity]), tensor([1])])).toEqual([[NaN], [NaN]]);
});

test("a schedule scales updates by the step", async () => {
  // By hand: −1 − 0.5 − 0.25.
  const optimizer = chain(
    sgd({ learningRate: 1 }),
    scaleBySchedule(exponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 0.5 })),
  );
  expect(await step(optimizer, [tensor([0])], [tensor([1])], 3)).toEqual([[expect.closeTo(-1.75, 5)]]);
});

test("a chain is made again from its config", async () => {
  const learningRate = exponentialDecay({ initialLearningRate: 0.1, decaySteps: 2, decayRate: 0.5 });
  const optimizer = chain(
    clipByGlobalNorm(2),
    clipByNorm(1),
    clipByValue(1),
    adam({ learningRate, weightDecay: 0.1 }),
    scaleBySchedule(learningRate),
    scale(3),
    addDecayedWeights(0.01),
    ema({ momentum: 0.5, overwriteFrequency: 2 }),
  );
  const again = optimizerFromConfig(JSON.parse(JSON.stringify(optimizer.config)));
  expect(again.config).toEqual(optimizer.config);
  const [params, grads] = [[tensor([1, 2])], [tensor([3, -4])]];
  expect(await step(again, params, grads, 3)).toEqual(await step(optimizer, params, grads, 3));
});

test("a chain needs one optimizer", () => {
  expect(() => chain(scale(1))).toThrow("chain: expected one optimizer among the transforms, received none.");
  expect(() => chain(sgd(), adam())).toThrow("received sgd and adam");
});

test("optimizers are found by name, whatever the case", () => {
  expect(optimizerFromName("adam").config).toEqual({ kind: "adam", options: {} });
  expect(optimizerFromName("AdamW").name).toBe("adamW");
  expect(() => optimizerFromName("adamm")).toThrow('optimizer "adamm": did you mean "adam"?');
  expect(() => optimizerFromConfig({ kind: "sdg", options: {} })).toThrow('did you mean "sgd"?');
});

test("options out of range are refused with the name of the optimizer", () => {
  expect(() => adam({ beta1: 1 })).toThrow("adam: beta1 must be a number from 0 below 1, received 1.");
  expect(() => sgd({ momentum: -1 })).toThrow("sgd: momentum must be a number from 0 to 1, received -1.");
  expect(() => sgd({ learningRate: NaN })).toThrow("sgd: learningRate must be a number from 0, received NaN.");
  expect(() => sgd({ clipNorm: 1, clipValue: 1 })).toThrow("gradients are clipped in one way, received clipNorm and clipValue");
});
