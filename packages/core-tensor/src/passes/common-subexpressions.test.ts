import { expect, test } from "vitest";
import { randomBits } from "../functions/random.ts";
import { tensor } from "../leaf-tensors.ts";
import { countOps } from "../print-graph.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";
import { verify } from "../verify.ts";
import { shareCommonSubexpressions } from "./common-subexpressions.ts";

const shared = (fn: (x: Tensor, y: Tensor) => readonly Tensor[]) => {
  const graph = shareCommonSubexpressions(trace(fn, [{ shape: [2, 2] }, { shape: [2, 2] }]));
  verify(graph);
  return countOps(graph);
};

test("equal ops of equal values are computed once, whole expressions too", () => {
  expect(shared((x, y) => [x.exp().add(y), x.exp().add(y).neg()])).toEqual({ neg: 1, exp: 1, add: 1 });
});

test("params, the order of operands and the op make a difference", () => {
  expect(shared((x, y) => [x.sum({ axis: 0 }), x.sum({ axis: 1 }), x.sub(y), y.sub(x), x.max({ axis: 0 })])).toEqual({
    sub: 2,
    sum: 2,
    max: 1,
  });
});

test("numbers are equal by content and dtype; 0 and −0 are not", () => {
  expect(shared((x) => [x.add(1), x.mul(1)])).toMatchObject({ constant: 1 });
  expect(shared((x) => [x.mul(0), x.mul(-0)])).toMatchObject({ constant: 2, mul: 2 });
  expect(shared(() => [tensor([0, 1]), tensor([0, 1], [2], "int32"), tensor([[0, 1]])])).toEqual({ constant: 3 });
});

test("large arrays are equal when their numbers are", () => {
  const counting = (last: number): Float32Array => Float32Array.from({ length: 10_000 }, (_, i) => (i === 9_999 ? last : i));
  expect(shared(() => [tensor(counting(1)).exp(), tensor(counting(1)).exp()])).toEqual({ constant: 1, exp: 1 });
  expect(shared(() => [tensor(counting(1)).exp(), tensor(counting(2)).exp()])).toEqual({ constant: 2, exp: 2 });
  expect(shared(() => [tensor(counting(0)).exp(), tensor(counting(-0)).exp()])).toEqual({ constant: 2, exp: 2 });
});

test("random bits of one key are the same bits", () => {
  const key = tensor(Uint32Array.of(1, 2));
  expect(shared(() => [randomBits(key, [3]), randomBits(key, [3])])).toMatchObject({ randomBits: 1 });
});
