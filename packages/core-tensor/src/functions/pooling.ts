import { splitImage } from "../ops/windows.ts";
import type { PoolParams } from "../ops/pooling.ts";
import { apply, one } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import { perAxis, windowParams } from "./window-options.ts";
import type { WindowOptions } from "./window-options.ts";

/**
 * The largest element of every window (Keras `ops.max_pool`).
 *
 * @param x `[batch, ...spatial, channels]`, or channels first
 * @param size the window: one number, or one per spatial axis
 * @param options strides: the size of the window unless given
 * @throws when a window is larger than the padded image
 */
export const maxPool = (x: Tensor, size: number | readonly number[], options: WindowOptions = {}): Tensor =>
  one(apply("maxPool", { x }, poolParams(x, size, options, "maxPool")));

/** The mean of every window, padding not counted (Keras `ops.average_pool`); see {@link maxPool}. */
export const averagePool = (x: Tensor, size: number | readonly number[], options: WindowOptions = {}): Tensor =>
  one(apply("averagePool", { x }, poolParams(x, size, options, "averagePool")));

function poolParams(x: Tensor, size: number | readonly number[], options: WindowOptions, where: string): PoolParams {
  const { spatial } = splitImage(x.shape, options.dataFormat ?? "channelsLast");
  const window = perAxis(size, spatial.length, `${where}: size`);
  return { size: window, ...windowParams(x, window, { ...options, strides: options.strides ?? window }, [], where) };
}
