import { stopGradient } from "../autodiff.ts";
import { composite } from "../composite.ts";
import { resolveAxis } from "../shape/shape.ts";
import type { Tensor } from "../tensor.ts";
import { log1p } from "./math.ts";
import { where } from "./shaping.ts";

/** `max(x, 0)`. Its gradient is 0 at 0. */
export const relu = (x: Tensor): Tensor =>
  composite(
    {
      name: "relu",
      body: (x) => x.maximum(0),
      gradient: ({ output, cotangent }) => [reluGradient(cotangent, output)],
    },
    x,
  );

/** The cotangent where relu's output is positive, 0 elsewhere. */
const reluGradient = (g: Tensor, y: Tensor): Tensor =>
  composite({ name: "reluGradient", body: (g, y) => (y === undefined ? g : where(y.greater(0), g, 0)) }, g, y);

/** `log(1 + exp(x))`, stable at both ends. */
export const softplus = (x: Tensor): Tensor =>
  composite(
    {
      name: "softplus",
      body: (x) => x.maximum(0).add(log1p(x.abs().neg().exp())),
      gradient: ({ args: [x], cotangent }) => (x === undefined ? [] : [cotangent.mul(x.sigmoid())]),
    },
    x,
  );

/** `exp(x) / sum(exp(x))` along an axis. */
export function softmax(x: Tensor, axis = -1): Tensor {
  const at = resolveAxis(axis, x.ndim, "softmax");
  return composite(
    {
      name: "softmax",
      options: { axis: at },
      body: (x) => {
        const e = x.sub(x.max({ axis: at, keepDims: true })).exp();
        return e.div(e.sum({ axis: at, keepDims: true }));
      },
      gradient: ({ output, cotangent }) => {
        const weighted = cotangent.mul(output);
        return [weighted.sub(output.mul(weighted.sum({ axis: at, keepDims: true })))];
      },
    },
    x,
  );
}

/** `log(softmax(x))`, stable. */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  const at = resolveAxis(axis, x.ndim, "logSoftmax");
  return composite(
    {
      name: "logSoftmax",
      options: { axis: at },
      body: (x) => {
        const shifted = x.sub(x.max({ axis: at, keepDims: true }));
        return shifted.sub(shifted.exp().sum({ axis: at, keepDims: true }).log());
      },
      gradient: ({ output, cotangent }) => [cotangent.sub(output.exp().mul(cotangent.sum({ axis: at, keepDims: true })))],
    },
    x,
  );
}

/** `log(sum(exp(x)))` over axes, stable: the largest element is taken out first. */
export function logSumExp(
  x: Tensor,
  { axis, keepDims = false }: { readonly axis?: number | readonly number[]; readonly keepDims?: boolean } = {},
): Tensor {
  const largest = stopGradient(x.max({ axis, keepDims: true }));
  const finite = where(largest.abs().equal(Infinity), 0, largest); // all −Infinity: nothing to take out
  const sum = x.sub(finite).exp().sum({ axis, keepDims: true }).log().add(finite);
  return keepDims ? sum : sum.reshape(x.max({ axis }).shape);
}
