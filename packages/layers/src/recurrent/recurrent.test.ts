import { countOps, grad, namedDim, ones, printGraph, randomKey, simplify, tensor, trace } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { checkGradients } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { serializable } from "../config.ts";
import { dense } from "../core/dense.ts";
import { input } from "../core/input.ts";
import { layerFromConfig } from "../from-config.ts";
import type { Layer } from "../layer.ts";
import { outputsOf } from "../symbolic.ts";
import type { Weights } from "../weight.ts";
import { bidirectional } from "./bidirectional.ts";
import { gru } from "./gru.ts";
import { lstm } from "./lstm.ts";
import { lstmCell } from "./lstm-cell.ts";
import { rnn } from "./rnn.ts";
import { simpleRnn } from "./simple-rnn.ts";
import { timeDistributed } from "./time-distributed.ts";

const free = { shape: [namedDim("batch"), namedDim("time"), 2], dtype: "float32" as const };
const x = tensor(
  Float32Array.from({ length: 24 }, (_, i) => Math.sin(3 * i)),
  [3, 4, 2],
);
const init = (layer: Layer, ...inputs: readonly Tensor[]): Weights =>
  layer.init(
    randomKey(1),
    (inputs.length > 0 ? inputs : [x]).map(({ spec }) => spec),
  );
const applied = async (layer: Layer, context = {}): Promise<unknown> => layer.apply(init(layer), x, context)[0].array();

describe("how it is traced", () => {
  const graphOf = (layer: Layer): string =>
    printGraph(trace((x: Tensor, weights: Weights) => layer.apply(weights, x)[0], [free, init(layer)]));

  test("an lstm is a composite that engines may know, over sequences in Keras's order of weights", () => {
    expect(graphOf(lstm({ units: 2, goBackwards: true }))).toContain(
      "call(arg0, %1, %3, arg1/kernel, arg1/recurrentKernel, arg1/bias, lstm, activation=tanh, recurrentActivation=sigmoid, useBias=true, goBackwards=true)",
    );
    expect(graphOf(gru({ units: 2 }))).toContain(
      "gru, activation=tanh, recurrentActivation=sigmoid, useBias=true, resetAfter=true, goBackwards=false)",
    );
    expect(graphOf(simpleRnn({ units: 2, useBias: false }))).toContain("simpleRnn, activation=tanh, useBias=false, goBackwards=false)");
    expect(graphOf(rnn({ cell: lstmCell({ units: 2 }) }))).toContain(", lstm, ");
  });

  test("activations that ONNX does not know, and masks, make a plain loop", () => {
    expect(graphOf(lstm({ units: 2, activation: "gelu" }))).not.toContain(", lstm, ");
    expect(graphOf(lstm({ units: 2, unroll: false, recurrentActivation: "softmax" }))).not.toContain(", lstm, ");
    const layer = lstm({ units: 2 });
    const masked = trace(
      (x: Tensor, mask: Tensor, weights: Weights) => layer.apply(weights, x, { mask })[0],
      [free, { shape: free.shape.slice(0, 2), dtype: "bool" }, init(layer)],
    );
    expect(countOps(masked)).toMatchObject({ scan: 1 });
    expect(printGraph(masked)).toContain("batched=true");
  });

  test("the graph is as large for a long sequence as for a short one", () => {
    const layer = lstm({ units: 2 });
    const size = (time: number): number => {
      const loss = ({ weights, x }: { readonly weights: Weights; readonly x: Tensor }): Tensor => layer.apply(weights, x)[0].sum();
      const graph = trace((weights: Weights, x: Tensor) => grad(loss)({ weights, x }), [init(layer), { ...free, shape: [3, time, 2] }]);
      return simplify(graph).nodes.length;
    };
    expect(size(2000)).toBe(size(1000));
  });
});

describe("what enters", () => {
  const layer = lstm({ units: 3, name: "memory", returnState: true });
  const outputs = (...shapes: readonly (readonly number[])[]): unknown =>
    layer.outputs(shapes.map((shape) => ({ shape, dtype: "float32" })));

  test("symbolic values: states are further inputs and outputs", () => {
    const [y, h, c] = outputsOf(layer(input({ shape: ["time", 2] })));
    expect([y, h, c].map((value) => value?.spec.shape)).toEqual(Array.from({ length: 3 }, () => [namedDim("batch"), 3]));
    if (h === undefined || c === undefined) throw new Error("no states");
    const decoder = gru({ units: 3, returnSequences: true });
    expect(decoder([input({ shape: ["time", 2] }), h]).spec.shape).toEqual([namedDim("batch"), namedDim("time"), 3]);
    expect(() => decoder([input({ shape: [4, 2] }), h, c])).toThrow(
      "gru: expected a sequence and 1 initial states [batch, 3], or none, received",
    );
  });

  test("no sequence, or other states, are refused", () => {
    expect(() => outputs([3, 2])).toThrow("memory: expected a sequence of rank 3 [batch, time, features], received float32[3, 2].");
    expect(() => outputs([3, 4, 2], [3, 3])).toThrow(
      "memory: expected a sequence and 2 initial states [3, 3] and [3, 3], or none, received",
    );
    expect(() => outputs([3, 4, 2], [3, 3], [3, 4])).toThrow(
      "memory: expected initial state 1 to be float32[3, 3], received float32[3, 4, 2] and float32[3, 3] and float32[3, 4].",
    );
    expect(() => outputs([3, 4, 2], [2, 3], [2, 3])).toThrow("memory: expected initial state 0 to be float32[3, 3]");
    expect(() => lstm({ units: 3, stateful: true }).outputs([free])).toThrow(
      "lstm: is stateful, so it keeps states for every row of a batch: expected a fixed batch size, such as input({ shape, batchSize: 32 }), received",
    );
    expect(() => lstm({ units: 3, unroll: true }).outputs([free])).toThrow(
      "lstm: unrolls its steps: expected a known number of them, received",
    );
  });

  test("a mask of another shape is refused", () => {
    const weights = init(layer);
    expect(() => layer.apply(weights, x, { mask: tensor([[true, false]]) })).toThrow(
      "memory: expected a mask bool[3, 4] for the input float32[3, 4, 2], received bool[1, 2].",
    );
    expect(() => layer.apply(weights, x, { mask: ones([3, 4]) })).toThrow("received float32[3, 4].");
  });

  test("options are checked", () => {
    expect(() => lstm({ units: 0 })).toThrow("lstm: expected units to be an integer of at least 1, received 0.");
    expect(() => lstm({ units: 2, dropout: 1.5 })).toThrow("lstm: expected dropout to be a number from 0 to 1, received 1.5.");
    // @ts-expect-error: not an option
    expect(() => lstm({ units: 2, returnSequence: true })).toThrow(
      'lstm: there is no option "returnSequence", did you mean "returnSequences"?',
    );
    // @ts-expect-error: not an option
    expect(() => lstmCell({ units: 2, unit: 3 })).toThrow('lstmCell: there is no option "unit", did you mean "units"?');
    // @ts-expect-error: not a name
    expect(() => gru({ units: 2, activation: "tann" })).toThrow('gru: activation "tann": did you mean "tanh"?');
  });
});

describe("a mask", () => {
  const mask = tensor([
    [true, true, false, false],
    [true, true, true, true],
    [false, false, false, false],
  ]);

  test("goes on with sequences, and ends with the last output", () => {
    expect(lstm({ units: 2, returnSequences: true }).apply(init(lstm({ units: 2 })), x, { mask })[2]?.mask).toBe(mask);
    expect(lstm({ units: 2 }).apply(init(lstm({ units: 2 })), x, { mask })[2]?.mask).toBeUndefined();
    const both = bidirectional({ layer: gru({ units: 2, returnSequences: true }), mergeMode: null });
    const [, , more] = both.apply(init(both), x, { mask });
    expect([more?.mask, more?.masks?.[0]]).toEqual([mask, mask]);
    const each = timeDistributed({ layer: dense({ units: 2 }) });
    expect(each.apply(init(each), x, { mask })[2]?.mask).toBe(mask);
  });

  test("of all steps changes nothing", async () => {
    for (const layer of [lstm({ units: 2 }), gru({ units: 2, returnSequences: true }), simpleRnn({ units: 2, goBackwards: true })]) {
      const full = (await applied(layer, { mask: ones([3, 4]).cast("bool") })) as number[];
      const plain = (await applied(layer)) as number[];
      full.flat(2).forEach((value, i) => expect(value).toBeCloseTo(plain.flat(2)[i] ?? NaN, 6));
    }
  });
});

describe("dropout", () => {
  const wide = tensor(
    Float32Array.from({ length: 2 * 3 * 400 }, () => 1),
    [2, 3, 400],
  );

  test("drops the same features at every step, and scales the others", async () => {
    // A cell of one weight per feature, all 1, and a state that does not come back: the output counts what is left
    const layer = simpleRnn({
      units: 1,
      dropout: 0.25,
      activation: "linear",
      kernelInitializer: "ones",
      recurrentInitializer: "zeros",
      returnSequences: true,
    });
    const weights = init(layer, wide);
    const y = await layer.apply(weights, wide, { training: true, key: randomKey(3) })[0].array();
    const steps = (y as number[][][]).map((row) => row.flat());
    for (const [first = 0, ...others] of steps) {
      expect(others.every((value) => value === first)).toBe(true);
      expect(first / 400).toBeGreaterThan(0.85); // 1 ± 5 standard deviations of 400 draws
      expect(first / 400).toBeLessThan(1.15);
    }
    expect(steps[0]?.[0]).not.toBe(steps[1]?.[0]);
    expect(await layer.apply(weights, wide)[0].slice([0, 0], [1, 1]).item()).toBe(400);
  });

  test("of states, and of gates each on their own, trains", async () => {
    for (const make of [lstm, gru, simpleRnn]) {
      const layer = make({ units: 3, dropout: 0.3, recurrentDropout: 0.4, seed: 5 });
      const weights = init(layer);
      const run = (weights: Weights, x: Tensor): Tensor => layer.apply(weights, x, { training: true, key: randomKey(2) })[0];
      expect(await run(weights, x).array()).toEqual(await run(weights, x).array());
      expect(await run(weights, x).array()).not.toEqual(await layer.apply(weights, x)[0].array());
      expect(await checkGradients(run, [weights, x], { order: 1 })).toBeUndefined();
      expect(() => layer.apply(weights, x, { training: true })).toThrow(`${layer.kind}: draws random numbers in training: pass`);
    }
    const reset = gru({ units: 3, recurrentDropout: 0.4, resetAfter: false });
    const run = (weights: Weights): Tensor => reset.apply(weights, x, { training: true, key: randomKey(2) })[0];
    expect(await checkGradients(run, [init(reset)], { order: 1 })).toBeUndefined();
  });
});

test("the forget gate starts with a bias of 1 (Jozefowicz et al. 2015)", async () => {
  const bias = async (options = {}): Promise<unknown> => (init(lstm({ units: 1, ...options }))["bias"] as Tensor).array();
  expect(await bias()).toEqual([0, 1, 0, 0]);
  expect(await bias({ unitForgetBias: false })).toEqual([0, 0, 0, 0]);
  expect(await bias({ biasInitializer: { kind: "constant", options: { value: 3 } } })).toEqual([3, 1, 3, 3]);
});

test("a layer that is frozen has no weight that trains", () => {
  const layer = bidirectional({ layer: lstm({ units: 2 }), trainable: false });
  const { forward, backward } = layer.weights([x.spec]) as Record<string, Record<string, { trainable: boolean }>>;
  expect([forward, backward].flatMap((specs) => Object.values(specs ?? {}).map(({ trainable }) => trainable))).toEqual(
    Array.from({ length: 6 }, () => false),
  );
});

describe("both directions", () => {
  test("must be opposite and return alike", () => {
    const layer = lstm({ units: 2 });
    expect(() => bidirectional({ layer, backwardLayer: lstm({ units: 2 }) })).toThrow(
      "bidirectional: expected layers of opposite directions, received goBackwards: false for both. Set goBackwards: true in one of them.",
    );
    expect(() => bidirectional({ layer, backwardLayer: lstm({ units: 2, goBackwards: true, returnState: true }) })).toThrow(
      "bidirectional: expected both layers to have the same returnState, received false for layer and true for backwardLayer.",
    );
    // @ts-expect-error: no recurrent layer
    expect(() => bidirectional({ layer: dense({ units: 2 }) })).toThrow(
      "bidirectional: layer: expected a recurrent layer such as lstm({ units: 8 }), received the layer dense.",
    );
    // @ts-expect-error: not a mode
    expect(() => bidirectional({ layer, mergeMode: "avg" })).toThrow('bidirectional: mergeMode "avg": did you mean "ave"?');
    expect(() => bidirectional({ layer }).outputs([x.spec, { shape: [3, 2], dtype: "float32" }])).toThrow(
      "bidirectional: expected a sequence, and as many initial states forwards as backwards, received",
    );
  });

  test("may be bidirectional layers of cells with names of functions", async () => {
    const swoosh = serializable("swoosh", (x: Tensor) => x.mul(x.sigmoid()));
    const layer = bidirectional({ layer: rnn({ cell: lstmCell({ units: 2, activation: swoosh }), returnSequences: true }) });
    const copy = layerFromConfig(JSON.parse(JSON.stringify(layer.config)), { functions: { swoosh } });
    expect(await applied(copy)).toEqual(await applied(layer));
    expect(() => layerFromConfig(layer.config)).toThrow('the file names a function "swoosh"');
  });
});

test("timeDistributed applies a layer to every step", async () => {
  const inner = dense({ units: 3 });
  const layer = timeDistributed({ layer: inner });
  const weights = init(layer);
  const [y] = layer.apply(weights, x);
  const [second] = inner.apply(weights, x.slice([0, 1], [null, 2]).squeeze(1));
  expect(await y.slice([0, 1], [null, 2]).squeeze(1).array()).toEqual(await second.array());
  expect(layer.outputs([free])[0]?.shape).toEqual([namedDim("batch"), namedDim("time"), 3]);
  expect(() => layer.outputs([{ shape: [3, 2], dtype: "float32" }])).toThrow(
    "timeDistributed: expected an input of rank 3 or more [batch, time, …], received float32[3, 2].",
  );
  // @ts-expect-error: no layer
  expect(() => timeDistributed({ layer: 3 })).toThrow("timeDistributed: expected a layer such as dense({ units: 3 }), received 3.");
});
