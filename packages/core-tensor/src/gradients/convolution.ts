import type { ConvParams, convolution } from "../ops/convolution.ts";
import { isStatic, printShape } from "../shape/shape.ts";
import { apply, one } from "../tensor.ts";
import type { GradientRules } from "./rule.ts";

/** Three bilinear ops, each the adjoint of another. */
export const convolutionGradients: GradientRules<typeof convolution> = {
  conv: ({ inputs: { x, filter }, params, cotangents: [g] }) => ({
    x: one(apply("convInputGradient", { g, filter }, { ...params, inputShape: x.shape })),
    filter: one(apply("convFilterGradient", { x, g }, { ...params, filterShape: known(filter.shape) })),
  }),
  convInputGradient: ({ inputs: { g: y, filter }, params, cotangents: [g] }) => ({
    g: one(apply("conv", { x: g, filter }, sliding(params))),
    filter: one(apply("convFilterGradient", { x: g, g: y }, { ...sliding(params), filterShape: known(filter.shape) })),
  }),
  convFilterGradient: ({ inputs: { x, g: y }, params, cotangents: [g] }) => ({
    x: one(apply("convInputGradient", { g: y, filter: g }, { ...sliding(params), inputShape: x.shape })),
    g: one(apply("conv", { x, filter: g }, sliding(params))),
  }),
};

/** The params that all three share, and nothing else: equal ones make equal nodes. */
const sliding = ({ strides, dilations, low, high, groups, dataFormat }: ConvParams): ConvParams => ({
  strides,
  dilations,
  low,
  high,
  groups,
  dataFormat,
});

const known = (shape: Parameters<typeof isStatic>[0]): readonly number[] => {
  if (!isStatic(shape)) throw new Error(`conv: the gradient needs a filter of known size, received ${printShape(shape)}.`);
  return shape;
};
