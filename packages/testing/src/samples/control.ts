import { trace } from "@tidu/core-tensor";
import type { Graph, OpFamily, Tensor } from "@tidu/core-tensor";
import { bool, float32, int32, uint32 } from "../values.ts";
import type { SamplesOf } from "../sample.ts";

const scalar = { shape: [] };
const scaleAndShift: Graph = trace((x: Tensor, scale: Tensor, shift: Tensor) => x.mul(scale).add(shift), [{ shape: [3] }, scalar, scalar]);
const sumAndDifference: Graph = trace((a: Tensor, b: Tensor) => [a.add(b), a.sub(b)], [{ shape: [2] }, { shape: [2] }]);
const runningSum: Graph = trace((total: Tensor, x: Tensor) => [total.add(x), total.add(x)], [scalar, scalar]);
const runningSumOfRows: Graph = trace((total: Tensor, x: Tensor) => [total.add(x), total.add(x)], [{ shape: [2] }, { shape: [2] }]);
/** An affine recurrence h' = a h + x, with the constant a. */
const recurrence: Graph = trace((h: Tensor, x: Tensor, a: Tensor) => [h.mul(a).add(x), h], [scalar, scalar, scalar]);
const counter: Graph = trace(
  (n: Tensor, x: Tensor) => [n.mul(3).add(1), x.mul(2)],
  [
    { shape: [], dtype: "uint32" },
    { shape: [], dtype: "int32" },
  ],
);
const power: Graph = trace((x: Tensor) => [x.mul(2)], [scalar]);

// One sample a line reads as a table.
// oxfmt-ignore
export const control: SamplesOf<keyof OpFamily<"control">> = {
  constant: [
    { title: "float32", inputs: {}, params: { value: float32([[1, NaN], [-Infinity, 0.1]]) }, output: [[1, NaN], [-Infinity, 0.1]], exact: true, source: "by hand" },
    { title: "a scalar", inputs: {}, params: { value: float32(2.5) }, output: 2.5, source: "by hand" },
    { title: "no elements", inputs: {}, params: { value: float32([], [0, 2]) }, output: float32([], [0, 2]), source: "by hand" },
    { title: "int32", inputs: {}, params: { value: int32([-3, 2147483647]) }, output: [-3, 2147483647], source: "by hand" },
    { title: "uint32", inputs: {}, params: { value: uint32([4294967295]) }, output: [4294967295], source: "by hand" },
    { title: "bool", inputs: {}, params: { value: bool([true, false]) }, output: [true, false], source: "by hand" },
  ],
  sizeOf: [{ title: "a number", inputs: {}, params: { dim: 7 }, output: 7, source: "by hand" }],
  stopGradient: [
    { title: "the value stays", inputs: { x: [[1, -2], [NaN, 0]] }, output: [[1, -2], [NaN, 0]], exact: true, source: "by hand" },
  ],
  call: [
    { title: "an unknown name runs its body", inputs: { args: [[1, 2, 3], 10, -1] }, params: { name: "scaleAndShift", options: {}, body: scaleAndShift },
      output: [9, 19, 29], source: "by hand" },
    { title: "two outputs", inputs: { args: [[5, 1], [2, 3]] }, params: { name: "sumAndDifference", options: {}, body: sumAndDifference },
      outputs: [[7, 4], [3, -2]], source: "by hand" },
  ],
  scan: [
    { title: "running sums", inputs: { carry: [0.5], xs: [[1, 2, 3]], consts: [] }, params: { body: runningSum, length: 3, reverse: false },
      outputs: [6.5, [1.5, 3.5, 6.5]], source: "numpy.cumsum" },
    { title: "from the last step to the first", inputs: { carry: [0.5], xs: [[1, 2, 3]], consts: [] }, params: { body: runningSum, length: 3, reverse: true },
      outputs: [6.5, [6.5, 5.5, 3.5]], source: "numpy.cumsum of the reversed rows" },
    { title: "rows of two", inputs: { carry: [[0, 1]], xs: [[[1, 2], [3, 4]]], consts: [] }, params: { body: runningSumOfRows, length: 2, reverse: false },
      outputs: [[4, 7], [[1, 3], [4, 7]]], source: "by hand" },
    { title: "one step", inputs: { carry: [1], xs: [[2]], consts: [] }, params: { body: runningSum, length: 1, reverse: false }, outputs: [3, [3]], source: "by hand" },
    { title: "no steps", inputs: { carry: [1], xs: [float32([], [0])], consts: [] }, params: { body: runningSum, length: 0, reverse: false },
      outputs: [1, float32([], [0])], source: "by hand: the carry comes back" },
    { title: "a constant beside carry and rows, the old carry as result", inputs: { carry: [1], xs: [[1, 0, 2]], consts: [2] },
      params: { body: recurrence, length: 3, reverse: false }, outputs: [14, [1, 3, 6]], source: "by hand" },
    { title: "a uint32 carry and int32 rows", inputs: { carry: [uint32(4294967295)], xs: [int32([1, -2])], consts: [] },
      params: { body: counter, length: 2, reverse: false }, outputs: [4294967291, [2, -4]], source: "by hand, modulo 2^32" },
    { title: "no rows, no results: a power of two", inputs: { carry: [1], xs: [], consts: [] }, params: { body: power, length: 10, reverse: false },
      outputs: [1024], source: "by hand" },
  ],
};
