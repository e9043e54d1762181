import type { pooling } from "../ops/pooling.ts";
import { apply, one } from "../tensor.ts";
import type { GradientRules } from "./rule.ts";

/** The choice of a maximum is a step function of x, so nothing flows back to it; the rest is linear. */
export const poolingGradients: GradientRules<typeof pooling> = {
  maxPool: ({ inputs: { x }, params, cotangents: [g] }) => ({ x: one(apply("maxPoolGradient", { x, g }, params)) }),
  maxPoolGradient: ({ inputs: { x }, params, cotangents: [g] }) => ({ g: one(apply("maxPoolSelect", { x, values: g }, params)) }),
  maxPoolSelect: ({ inputs: { x }, params, cotangents: [g] }) => ({ values: one(apply("maxPoolGradient", { x, g }, params)) }),
  averagePool: ({ inputs: { x }, params, cotangents: [g] }) => ({
    x: one(apply("averagePoolGradient", { g }, { ...params, inputShape: x.shape })),
  }),
  averagePoolGradient: ({ params: { size, strides, low, high, dataFormat }, cotangents: [g] }) => ({
    g: one(apply("averagePool", { x: g }, { size, strides, low, high, dataFormat })),
  }),
};
