import { literal, tensor, topK } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { bool, int32, uint32 } from "../values.ts";
import type { Check } from "./check.ts";
import { traced } from "./traced.ts";

/** Graphs of every outline: what may be an input, an output, both or neither. */
export const graphChecks = (): readonly Check[] => [
  traced({
    name: "several outputs",
    fn: (a: Tensor, b: Tensor) => [a.add(b), a.sub(b), a],
    inputs: [
      [5, 1],
      [2, 3],
    ],
    outputs: [
      [7, 4],
      [3, -2],
      [5, 1],
    ],
  }),
  traced({ name: "an input that nothing uses", fn: (a: Tensor) => a.mul(2), inputs: [[1, 2], [[9, 9, 9]]], outputs: [[2, 4]] }),
  traced({ name: "nothing but unused inputs and a constant", fn: () => literal(3, "float32"), inputs: [[1, 2]], outputs: [3] }),
  traced({ name: "an output that is an input", fn: (a: Tensor) => a, inputs: [[1, -2]], outputs: [[1, -2]], exact: true }),
  traced({
    name: "inputs that come out in another order",
    fn: (a: Tensor, b: Tensor) => [b, a],
    inputs: [[1, 2], [[3]]],
    outputs: [[[3]], [1, 2]],
    exact: true,
  }),
  traced({
    name: "an input of every dtype that comes out",
    fn: (...all: Tensor[]) => all,
    inputs: [int32([-1, 7]), uint32([4294967295]), bool([true, false])],
    exact: true,
  }),
  traced({
    name: "an output that is a constant",
    fn: (a: Tensor) => [tensor([4, 5]), a.add(1)],
    inputs: [[1, 2]],
    outputs: [
      [4, 5],
      [2, 3],
    ],
  }),
  traced({
    name: "an output that is a large constant",
    fn: (a: Tensor) => [tensor(Float32Array.from({ length: 100 }, (_, i) => i)), a.neg()],
    inputs: [[1]],
  }),
  traced({
    name: "the same value as output twice",
    fn: (a: Tensor) => {
      const y = a.mul(3);
      return [y, y, a, a];
    },
    inputs: [[1, 2]],
    outputs: [
      [3, 6],
      [3, 6],
      [1, 2],
      [1, 2],
    ],
  }),
  traced({
    name: "an output that other nodes read",
    fn: (a: Tensor) => {
      const y = a.exp();
      return [y, y.add(1), y.mul(y)];
    },
    inputs: [[0, 1]],
  }),
  traced({ name: "one of two results of an op", fn: (a: Tensor) => topK(a, 2)[1], inputs: [[3, 9, 5]], outputs: [[1, 2]] }),
  traced({
    name: "the same input on both sides",
    fn: (a: Tensor) => [a.mul(a), a.matmul(a)],
    inputs: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    outputs: [
      [
        [1, 4],
        [9, 16],
      ],
      [
        [7, 10],
        [15, 22],
      ],
    ],
  }),
  traced({ name: "no inputs", fn: () => tensor([1, 2]).add(tensor([10, 20])), inputs: [], outputs: [[11, 22]] }),
  traced({ name: "the same work twice", fn: (a: Tensor) => a.exp().add(a.exp()), inputs: [[0, 1]] }),
  traced({
    name: "dtypes that meet by casts",
    fn: (a: Tensor, b: Tensor) => a.greater(0).cast("int32").add(b).cast("float32").mul(a),
    inputs: [[-1, 2], int32([3, 4])],
    outputs: [[-3, 10]],
  }),
  traced({
    name: "sixty ops in a row",
    fn: (a: Tensor) => Array.from({ length: 60 }).reduce<Tensor>((x, _, i) => (i % 2 === 0 ? x.add(0.01) : x.mul(0.99)), a),
    inputs: [[1, -3]],
  }),
];
