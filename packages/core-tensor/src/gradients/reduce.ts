import type { reduce } from "../ops/reduce.ts";
import type { ReduceParams } from "../ops/reduce.ts";
import { apply, literal, one } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import type { Shape } from "../shape/shape.ts";
import { discrete } from "./rule.ts";
import type { GradientRules } from "./rule.ts";

/** `g` with the reduced axes back as size 1, so that it broadcasts against the input. */
const kept = (g: Tensor, shape: Shape, { axes }: ReduceParams): Tensor =>
  g.reshape(shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim)));

/** Max and min give their cotangent to the extreme elements, in equal shares at a tie (as PyTorch's amax and JAX). */
const extreme = (x: Tensor, y: Tensor, g: Tensor, params: ReduceParams): Tensor => {
  const hit = x.equal(kept(y, x.shape, params)).cast("float32");
  const share = hit.sum({ axis: params.axes, keepDims: true });
  return hit.mul(kept(g, x.shape, params).div(share));
};

/**
 * The product of all other elements, without dividing (an element may be zero): exclusive running products from both ends,
 * by doubling: after k rounds every element holds the product of its 2^k neighbours.
 */
function productOfOthers(x: Tensor): Tensor {
  const size = x.shape[0];
  if (typeof size !== "number") throw new Error("prod: its gradient needs a known number of elements along the reduced axes.");
  const inner = x.ndim - 1;
  const shift = (value: Tensor, by: number): Tensor => {
    // by > 0: towards the end, ones enter at the front
    const pad = {
      low: [Math.max(by, 0) - Math.max(-by, 0), ...zeros(inner)],
      high: [Math.max(-by, 0) - Math.max(by, 0), ...zeros(inner)],
      value: 1,
    };
    return one(apply("pad", { x: value }, pad));
  };
  const running = (direction: 1 | -1): Tensor => {
    let product = shift(x, direction);
    for (let step = 1; step < size; step *= 2) product = product.mul(shift(product, direction * step));
    return product;
  };
  return running(1).mul(running(-1));
}

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

/** What a fold gave is handed back to the elements that made it. */
export const reduceGradients: GradientRules<typeof reduce> = {
  sum: ({ inputs: { x }, params, cotangents: [g] }) => ({ x: kept(g, x.shape, params).broadcastTo(x.shape) }),
  prod: ({ inputs: { x }, params, cotangents: [g] }) => {
    const rest = x.shape.map((_, axis) => axis).filter((axis) => !params.axes.includes(axis));
    const order = [...params.axes, ...rest];
    const moved = x.transpose(order);
    const others = productOfOthers(moved.reshape([-1, ...rest.map((axis) => x.shape[axis] ?? 1)])).reshape(moved.shape);
    return { x: kept(g, x.shape, params).mul(others.transpose(order.map((_, axis) => order.indexOf(axis)))) };
  },
  max: ({ inputs: { x }, params, outputs: [y], cotangents: [g] }) => ({ x: y && extreme(x, y, g, params) }),
  min: ({ inputs: { x }, params, outputs: [y], cotangents: [g] }) => ({ x: y && extreme(x, y, g, params) }),
  any: discrete,
  all: discrete,
  argMax: discrete,
  argMin: discrete,
};

/** The cotangent of a broadcast input: summed over the axes that were stretched. */
export function sumTo(g: Tensor, shape: Shape): Tensor {
  const extra = g.ndim - shape.length;
  const leading = Array.from({ length: extra }, (_, axis) => axis);
  const stretched = shape.flatMap((dim, axis) => (dim === 1 && g.shape[axis + extra] !== 1 ? [axis + extra] : []));
  if (stretched.length === 0) return extra === 0 ? g : g.sum({ axis: leading });
  return g.sum({ axis: [...leading, ...stretched], keepDims: true }).reshape(shape);
}

/** Zeros of a shape. */
export const zerosOf = (shape: Shape): Tensor => literal(0, "float32").broadcastTo(shape);
