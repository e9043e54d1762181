import { namedDim, randomKey, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { input } from "../core/input.ts";
import type { Layer } from "../layer.ts";
import { outputsOf } from "../symbolic.ts";
import type { Weights } from "../weight.ts";
import { bidirectional } from "./bidirectional.ts";
import { convLstm1d, convLstm2d, convLstm3d } from "./conv-lstm.ts";

const [batch, time] = [namedDim("batch"), namedDim("time")];
const film = tensor(
  Float32Array.from({ length: 96 }, (_, i) => Math.sin(3 * i)),
  [2, 4, 6, 2],
);
const init = (layer: Layer, x: Tensor): Weights => layer.init(randomKey(1), [x.spec]);
const numbers = async (x: Tensor | undefined): Promise<readonly number[]> => [...((await x?.data()) ?? [])].map(Number);

test("outputs and states are images of the size that the windows give; free sizes stay free", () => {
  const x = input({ shape: ["time", 7, 6, 3] });
  const shapes = (layer: Layer): unknown => outputsOf(layer(x)).map(({ spec }) => spec.shape);
  expect(shapes(convLstm2d({ filters: 4, kernelSize: 3, strides: 2, returnState: true }))).toEqual([
    [batch, 3, 2, 4],
    [batch, 3, 2, 4],
    [batch, 3, 2, 4],
  ]);
  expect(shapes(convLstm2d({ filters: 4, kernelSize: 3, padding: "same", returnSequences: true }))).toEqual([[batch, time, 7, 6, 4]]);
  expect(shapes(convLstm2d({ filters: 4, kernelSize: 2, dataFormat: "channelsFirst" }))).toEqual([[batch, 4, 5, 2]]);
  const wide = input({ shape: ["time", "width", 3] });
  expect(convLstm1d({ filters: 4, kernelSize: 3, padding: "same" })(wide).spec.shape).toEqual([batch, namedDim("width"), 4]);
  const both = bidirectional({ layer: convLstm1d({ filters: 4, kernelSize: 3, padding: "same", returnSequences: true }) });
  expect(both(wide).spec.shape).toEqual([batch, time, namedDim("width"), 8]);
});

test("the forget gate starts open", async () => {
  const { bias } = convLstm1d({ filters: 2, kernelSize: 3 }).init(randomKey(1), [film.spec]);
  expect(await (bias as Tensor).array()).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
});

test("a stateful one goes on where the batch before ended", async () => {
  const options = { filters: 2, kernelSize: 3, padding: "same", returnSequences: true } as const;
  const [whole, parts] = [convLstm1d(options), convLstm1d({ ...options, stateful: true })];
  const half = film.slice([0, 0], [2, 2]);
  const start = init(parts, half);
  expect((start["state1"] as Tensor).shape).toEqual([2, 6, 2]);
  const [first, updates] = parts.apply(start, half);
  const [second] = parts.apply({ ...start, ...updates }, film.slice([0, 2], [2, 4]));
  const { kernel, recurrentKernel, bias } = start;
  if (kernel === undefined || recurrentKernel === undefined || bias === undefined) throw new Error("no weights");
  const [all] = whole.apply({ kernel, recurrentKernel, bias }, film);
  expect(await numbers(all.slice([0, 0], [2, 2]))).toEqual(await numbers(first));
  expect(await numbers(all.slice([0, 2], [2, 4]))).toEqual(await numbers(second));
});

test("in training the same pixels of the input and of the state are dropped at every step", async () => {
  const dropped = convLstm1d({ filters: 1, kernelSize: 1, kernelInitializer: "ones", dropout: 0.5, useBias: false, returnSequences: true });
  const ones = tensor(new Float32Array(64).fill(1), [1, 4, 16, 1]);
  const weights = { ...init(dropped, ones), recurrentKernel: tensor(new Float32Array(4), [1, 1, 4]) };
  const training = await numbers(dropped.apply(weights, ones, { training: true, key: randomKey(2) })[0]);
  const first = training.slice(0, 16);
  expect(first.filter((value) => value === 0).length).toBeGreaterThan(2);
  expect(first.filter((value) => value !== 0).length).toBeGreaterThan(2);
  for (let step = 1; step < 4; step++)
    expect(training.slice(16 * step, 16 * step + 16).map((value) => value === 0)).toEqual(first.map((value) => value === 0));
  expect(await numbers(dropped.apply(weights, ones)[0])).not.toContain(0);

  const recurrent = convLstm1d({ filters: 2, kernelSize: 3, recurrentDropout: 0.5 });
  const own = init(recurrent, film);
  const [predicted, other, again] = [
    recurrent.apply(own, film)[0],
    recurrent.apply(own, film, { training: true, key: randomKey(2) })[0],
    recurrent.apply(own, film, { training: true, key: randomKey(2) })[0],
  ];
  expect(await numbers(other)).not.toEqual(await numbers(predicted));
  expect(await numbers(other)).toEqual(await numbers(again));
});

test("what does not fit is refused, with the name of the layer", () => {
  expect(() => convLstm2d({ filters: 2, kernelSize: 3 })(input({ shape: [5, 6, 1] }))).toThrow(
    "convLstm2d: expected a sequence of rank 5 [batch, time, height, width, channels]",
  );
  expect(() => convLstm2d({ filters: 2, kernelSize: 3 })(input({ shape: ["time", 2, 6, 1] }))).toThrow(
    "expected height × width of at least 3 × 3",
  );
  expect(() =>
    convLstm1d({ filters: 2, kernelSize: 3, name: "rows" })([
      input({ shape: ["time", 6, 1] }),
      input({ shape: [4, 2] }),
      input({ shape: [6, 2] }),
    ]),
  ).toThrow("rows: expected initial state 1 to be float32[batch, 4, 2]");
  expect(() => convLstm3d({ filters: 2, kernelSize: 2, strides: 2, dilationRate: 2 })).toThrow("cannot both be above 1");
  expect(() => convLstm1d({ filters: 0, kernelSize: 3 })).toThrow("convLstm1d: expected filters to be an integer");
  expect(() => convLstm1d({ filters: 1, kernelSize: 3, stateful: true })(input({ shape: ["time", 6, 1] }))).toThrow(
    "expected a fixed batch size",
  );
});
