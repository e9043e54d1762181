import {
  argsort,
  cumsum,
  eye,
  flip,
  linspace,
  moveAxis,
  oneHot,
  pad,
  range,
  sort,
  split,
  stack,
  swapAxes,
  tile,
  topK,
  where,
} from "@tidu/core-tensor";
import { int32 } from "../values.ts";
import type { FunctionSamples } from "./function-sample.ts";

// One sample a line reads as a table.
// oxfmt-ignore
export const arrangement: FunctionSamples = {
  oneHot: [
    { title: "labels", inputs: [int32([[2, 0], [1, 2]])], fn: (x) => oneHot(x, 3),
      output: [[[0, 0, 1], [1, 0, 0]], [[0, 1, 0], [0, 0, 1]]], source: "numpy.eye" },
    { title: "labels out of range give zeros", inputs: [int32([-1, 3, 1])], fn: (x) => oneHot(x, 3),
      output: [[0, 0, 0], [0, 0, 0], [0, 1, 0]], source: "by hand" },
  ],
  sort: [
    { title: "the last axis", inputs: [[[3, 1, 2], [9, 7, 8]]], fn: (x) => sort(x),
      output: [[1, 2, 3], [7, 8, 9]], exact: true, source: "numpy.sort" },
    { title: "the first axis, descending", inputs: [[[3, 1, 2], [9, 7, 8]]], fn: (x) => sort(x, 0, { descending: true }),
      output: [[9, 7, 8], [3, 1, 2]], exact: true, source: "numpy.sort" },
    { title: "infinities, ties and NaN last", inputs: [[2, NaN, -Infinity, 2, Infinity]], fn: (x) => sort(x),
      output: [-Infinity, 2, 2, Infinity, NaN], exact: true, source: "numpy.sort" },
  ],
  argsort: [
    { title: "the last axis", inputs: [[[3, 1, 2], [9, 7, 8]]], fn: (x) => argsort(x),
      output: [[1, 2, 0], [1, 2, 0]], source: "numpy.argsort" },
    { title: "equal ones keep their order, descending", inputs: [[1, 2, 1, 2]], fn: (x) => argsort(x, -1, { descending: true }),
      output: [1, 3, 0, 2], source: "by hand" },
  ],
  topK: [
    { title: "of the first axis", inputs: [[[3, 1, 2], [9, 7, 8]]], fn: (x) => topK(x, 1, { axis: 0 }),
      outputs: [[[9, 7, 8]], [[1, 1, 1]]], source: "by hand" },
  ],
  cumsum: [
    { title: "a negative axis", inputs: [[[3, 1, 2], [9, 7, 8]]], fn: (x) => cumsum(x, -2),
      output: [[3, 1, 2], [12, 8, 10]], source: "numpy.cumsum" },
  ],
  split: [
    { title: "equal parts", inputs: [[0, 1, 2, 3, 4, 5]], fn: (x) => split(x, 3),
      outputs: [[0, 1], [2, 3], [4, 5]], exact: true, source: "numpy.split" },
    { title: "sizes along the last axis", inputs: [[[3, 1, 2], [9, 7, 8]]], fn: (x) => split(x, [1, 2], -1),
      outputs: [[[3], [9]], [[1, 2], [7, 8]]], exact: true, source: "numpy.split" },
  ],
  stack: [
    { title: "a new middle axis", inputs: [[1, 2], [3, 4]], fn: (a, b) => stack([a, b], 1),
      output: [[1, 3], [2, 4]], exact: true, source: "numpy.stack" },
  ],
  tile: [
    { title: "both axes", inputs: [[[1, 2]]], fn: (x) => tile(x, [2, 3]),
      output: [[1, 2, 1, 2, 1, 2], [1, 2, 1, 2, 1, 2]], exact: true, source: "numpy.tile" },
  ],
  pad: [
    { title: "a value", inputs: [[[1, 2]]], fn: (x) => pad(x, [[1, 0], [0, 2]], 9),
      output: [[9, 9, 9, 9], [1, 2, 9, 9]], exact: true, source: "numpy.pad" },
  ],
  flip: [
    { title: "a negative axis", inputs: [[[3, 1, 2], [9, 7, 8]]], fn: (x) => flip(x, -1),
      output: [[2, 1, 3], [8, 7, 9]], exact: true, source: "numpy.flip" },
  ],
  slice: [
    { title: "negative positions", inputs: [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]], fn: (x) => x.slice([-7], [-2], [2]),
      output: [3, 5, 7], exact: true, source: "numpy slicing" },
  ],
  squeeze: [
    { title: "all axes of size 1", inputs: [[[[1], [2]]]], fn: (x) => x.squeeze(), output: [1, 2], exact: true, source: "numpy.squeeze" },
  ],
  expandDims: [
    { title: "behind the last axis", inputs: [[1, 2]], fn: (x) => x.expandDims(-1),
      output: [[1], [2]], exact: true, source: "numpy.expand_dims" },
  ],
  moveAxis: [
    { title: "the first to the end", inputs: [[[[2.04, -2.56], [0.42, -0.57], [-0.45, -0.22]], [[-2.02, -0.23], [-0.87, 3.32], [0.23, -0.35]]]], fn: (x) => moveAxis(x, 0, -1),
      output: [[[2.04, -2.02], [-2.56, -0.23]], [[0.42, -0.87], [-0.57, 3.32]], [[-0.45, 0.23], [-0.22, -0.35]]], exact: true, source: "numpy.moveaxis" },
  ],
  swapAxes: [
    { title: "the outer two", inputs: [[[[2.04, -2.56], [0.42, -0.57], [-0.45, -0.22]], [[-2.02, -0.23], [-0.87, 3.32], [0.23, -0.35]]]], fn: (x) => swapAxes(x, 0, 1),
      output: [[[2.04, -2.56], [-2.02, -0.23]], [[0.42, -0.57], [-0.87, 3.32]], [[-0.45, -0.22], [0.23, -0.35]]], exact: true, source: "numpy.swapaxes" },
  ],
  eye: [
    { title: "a diagonal above", inputs: [2], fn: (x) => eye(2, 3, 1).mul(x), output: [[0, 2, 0], [0, 0, 2]], source: "numpy.eye" },
  ],
  range: [
    { title: "down", inputs: [int32(0)], fn: (x) => range(5, 0, -2).add(x), output: [5, 3, 1], source: "numpy.arange" },
  ],
  linspace: [
    { title: "five points", inputs: [0], fn: (x) => linspace(0, 1, 5).add(x), output: [0, 0.25, 0.5, 0.75, 1], source: "numpy.linspace" },
  ],
  where: [
    { title: "a literal branch", inputs: [[1, -2]], fn: (x) => where(x.greater(0), x, 0), output: [1, 0], source: "by hand" },
  ],
};
