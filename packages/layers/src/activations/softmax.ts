import { logSoftmax as logSoftmaxAlong, resolveAxes, sizeOfDims, softmax as softmaxAlong } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";

export interface SoftmaxOptions {
  /** The axis, or the axes together, along which the results add up to 1. Default: -1. */
  readonly axis?: number | readonly number[] | undefined;
}

/** `exp(x) / Σ exp(x)` along an axis. */
export const softmax = (x: Tensor, { axis = -1 }: SoftmaxOptions = {}): Tensor => overAxes(softmaxAlong, x, axis);

/** `log(softmax(x))`, stable. */
export const logSoftmax = (x: Tensor, { axis = -1 }: SoftmaxOptions = {}): Tensor => overAxes(logSoftmaxAlong, x, axis);

/** Several axes are made one, at the end, and taken apart again. */
function overAxes(along: (x: Tensor, axis: number) => Tensor, x: Tensor, axis: number | readonly number[]): Tensor {
  if (typeof axis === "number") return along(x, axis);
  const axes = resolveAxes(axis, x.ndim, "softmax");
  const [only] = axes;
  if (only !== undefined && axes.length === 1) return along(x, only);
  const rest = [...x.shape.keys()].filter((axis) => !axes.includes(axis));
  const order = [...rest, ...axes];
  const moved = x.transpose(order);
  const flat = moved.reshape([...moved.shape.slice(0, rest.length), sizeOfDims(moved.shape.slice(rest.length))]);
  return along(flat, -1)
    .reshape(moved.shape)
    .transpose(order.map((_, axis) => order.indexOf(axis)));
}
