import type { indexing } from "../ops/indexing.ts";
import { apply, one } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import { zerosOf } from "./reduce.ts";
import { discrete } from "./rule.ts";
import type { GradientRules } from "./rule.ts";

const gather = (x: Tensor, indices: Tensor, axis: number): Tensor => one(apply("gather", { x, indices }, { axis }));
const takeAlong = (x: Tensor, indices: Tensor, axis: number): Tensor => one(apply("takeAlongAxis", { x, indices }, { axis }));
const scatterAlong = (x: Tensor, indices: Tensor, updates: Tensor, axis: number): Tensor =>
  one(apply("scatterAddAlongAxis", { x, indices, updates }, { axis }));

/** What was picked is added back where it came from, and the other way around. */
export const indexingGradients: GradientRules<typeof indexing> = {
  gather: ({ inputs: { x, indices }, params: { axis }, cotangents: [g] }) => ({
    x: one(apply("scatterAdd", { x: zerosOf(x.shape), indices, updates: g }, { axis })),
  }),
  scatterAdd: ({ inputs: { indices }, params: { axis }, cotangents: [g] }) => ({ x: g, updates: gather(g, indices, axis) }),
  takeAlongAxis: ({ inputs: { x, indices }, params: { axis }, cotangents: [g] }) => ({
    x: scatterAlong(zerosOf(x.shape), indices, g, axis),
  }),
  scatterAddAlongAxis: ({ inputs: { indices }, params: { axis }, cotangents: [g] }) => ({ x: g, updates: takeAlong(g, indices, axis) }),
  cumsum: ({ params, cotangents: [g] }) => ({ x: one(apply("cumsum", { x: g }, { ...params, reverse: !params.reverse })) }),
  topK: ({ inputs: { x }, outputs: [, indices], cotangents: [g] }) => ({
    x: indices && scatterAlong(zerosOf(x.shape), indices, g, x.ndim - 1),
  }),
  iota: discrete,
};
