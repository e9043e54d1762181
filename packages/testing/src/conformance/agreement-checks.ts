import {
  argsort,
  bernoulli,
  categorical,
  cumsum,
  dropout,
  einsum,
  gather,
  logSoftmax,
  normal,
  oneHot,
  permutation,
  randomKey,
  scatterAdd,
  softmax,
  tensor,
  truncatedNormal,
  uniform,
  zeros,
} from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { randomValues } from "../random-values.ts";
import type { Check } from "./check.ts";
import { traced } from "./traced.ts";

const ids = Int32Array.from({ length: 200 }, (_, i) => (i * 37) % 50);

/** Sizes at which engines switch to other loops, compared with the interpreter alone. */
export const agreementChecks = (): readonly Check[] => [
  traced({
    name: "matmul of [65, 130] and [130, 70]",
    fn: (a: Tensor, b: Tensor) => a.matmul(b),
    inputs: [randomValues([65, 130], 1), randomValues([130, 70], 2)],
  }),
  traced({
    name: "a batch of 6 × 7 matmuls",
    fn: (a: Tensor, b: Tensor) => a.matmul(b),
    inputs: [randomValues([6, 1, 9, 17], 1), randomValues([7, 17, 11], 2)],
  }),
  traced({
    name: "sums over every axis of [13, 17, 19]",
    fn: (x: Tensor) => [0, 1, 2].map((axis) => x.sum({ axis })),
    inputs: [randomValues([13, 17, 19], 1)],
  }),
  traced({ name: "the mean of 100000 numbers", fn: (x: Tensor) => x.add(1).mean(), inputs: [randomValues([100_000], 1)] }),
  traced({
    name: "five axes that broadcast against each other",
    fn: (a: Tensor, b: Tensor) => a.mul(b).add(a),
    inputs: [randomValues([3, 1, 4, 1, 5], 1), randomValues([2, 1, 3, 1], 2)],
  }),
  traced({
    name: "a transpose of five axes",
    fn: (x: Tensor) => x.transpose([4, 2, 0, 3, 1]),
    inputs: [randomValues([2, 3, 4, 5, 6], 1)],
    exact: true,
  }),
  traced({
    name: "softmax and its logarithm of [32, 1000]",
    fn: (x: Tensor) => [softmax(x.mul(10)), logSoftmax(x.mul(10))],
    inputs: [randomValues([32, 1000], 1)],
  }),
  traced({ name: "running sums of 3000 numbers", fn: (x: Tensor) => cumsum(x), inputs: [randomValues([3000], 1)] }),
  traced({ name: "sorting 1000 numbers", fn: (x: Tensor) => argsort(x), inputs: [randomValues([1000], 1)] }),
  traced({
    name: "200 rows gathered and added back",
    fn: (x: Tensor) => scatterAdd(x, tensor(ids), gather(x, tensor(ids))),
    inputs: [randomValues([50, 16], 1)],
  }),
  traced({
    name: "20000 rows added to 50",
    fn: (rows: Tensor) => scatterAdd(zeros([50, 16]), tensor(Int32Array.from({ length: 20_000 }, (_, i) => (i * 37) % 50)), rows),
    inputs: [randomValues([20_000, 16], 1)],
  }),
  traced({
    name: "attention of two heads",
    fn: (q: Tensor, k: Tensor) => softmax(einsum("bhqd,bhkd->bhqk", q, k)),
    inputs: [randomValues([2, 2, 10, 8], 1), randomValues([2, 2, 12, 8], 2)],
  }),
  traced({ name: "one-hot rows of 200 labels", fn: (x: Tensor) => oneHot(x, 50), inputs: [ids], exact: true }),
  traced({ name: "10000 uniform numbers", fn: (key: Tensor) => uniform(key, [100, 100]), inputs: [Uint32Array.of(7, 8)], exact: true }),
  traced({ name: "10000 coin tosses", fn: (key: Tensor) => bernoulli(key, [10_000], 0.3), inputs: [Uint32Array.of(7, 8)] }),
  traced({ name: "a permutation of 1000", fn: (key: Tensor) => permutation(key, 1000), inputs: [Uint32Array.of(7, 8)] }),
  traced({ name: "normal numbers", fn: (key: Tensor) => normal(key, [1000], 2, 0.5), inputs: [Uint32Array.of(7, 8)] }),
  traced({ name: "truncated normal numbers", fn: (key: Tensor) => truncatedNormal(key, [1000], 2, 0.5), inputs: [Uint32Array.of(7, 8)] }),
  traced({
    name: "dropout",
    fn: (key: Tensor, x: Tensor) => dropout(key, x, 0.4),
    inputs: [Uint32Array.of(7, 8), randomValues([40, 40], 1)],
  }),
  traced({ name: "classes drawn from logits", fn: (x: Tensor) => categorical(randomKey(3), x), inputs: [randomValues([100, 5], 1)] }),
];
