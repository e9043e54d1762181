import { namedDim, tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { input } from "../core/input.ts";
import { concatenate } from "./concatenate.ts";
import { dot } from "./dot.ts";
import { add, average, subtract } from "./elementwise.ts";

const batch = namedDim("batch");
const a = input({ shape: [3, 4] });
const b = input({ shape: [4] });

test("inputs of lower rank get axes behind the batch", async () => {
  expect(add()([a, b]).spec.shape).toEqual([batch, 3, 4]);
  const [y] = add().apply({}, [
    tensor([
      [
        [1, 2],
        [3, 4],
      ],
    ]),
    tensor([[10, 20]]),
  ]);
  expect(await y.array()).toEqual([
    [
      [11, 22],
      [13, 24],
    ],
  ]); // by hand
});

test("one input is enough where any number is", async () => {
  const [y] = average().apply({}, [tensor([[2]])]);
  expect(await y.array()).toEqual([[2]]);
});

test("errors name the layer and every shape", () => {
  const c = input({ shape: [5] });
  expect(() => add({ name: "sum" })([b, c])).toThrow(
    "sum: expected inputs whose shapes broadcast, received float32[batch, 4] and float32[batch, 5].",
  );
  expect(() => subtract()([b, b, b])).toThrow("subtract: expected two inputs");
  expect(() => concatenate({ axis: 1 })([a, b])).toThrow(
    "concatenate: expected inputs of one dtype with equal shapes except on axis 1, received float32[batch, 3, 4] and float32[batch, 4].",
  );
  expect(() => dot({ axes: 1 })([b, c])).toThrow(
    "dot: expected equal sizes on axis 1 of the first input and axis 1 of the second, received float32[batch, 4] and float32[batch, 5].",
  );
  expect(() => dot({ axes: 0 })([b, b])).toThrow("dot: expected axes 0 behind the batch axis");
});

test("dot products keep the other axes", () => {
  expect(dot({ axes: [2, 1] })([a, b]).spec.shape).toEqual([batch, 3]);
  expect(dot({ axes: 1 })([b, b]).spec.shape).toEqual([batch, 1]);
  expect(dot({ axes: -1 })([a, a]).spec.shape).toEqual([batch, 3, 3]);
});
