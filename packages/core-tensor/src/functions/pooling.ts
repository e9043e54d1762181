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
  pool("maxPool", x, size, options);

/** The mean of every window, padding not counted (Keras `ops.average_pool`); see {@link maxPool}. */
export const averagePool = (x: Tensor, size: number | readonly number[], options: WindowOptions = {}): Tensor =>
  pool("averagePool", x, size, options);

function pool(op: "maxPool" | "averagePool", x: Tensor, size: number | readonly number[], options: WindowOptions): Tensor {
  const params = poolParams(x, size, options, op);
  return isOnePixel(params) ? everyPixel(x, params) : one(apply(op, { x }, params));
}

const isOnePixel = ({ size, low, high }: PoolParams): boolean =>
  size.every((pixels) => pixels === 1) && [...low, ...high].every((zeros) => zeros === 0);

/** The pixels that windows of one pixel see. */
const everyPixel = (x: Tensor, { strides, dataFormat }: PoolParams): Tensor =>
  x.slice(
    x.shape.map(() => 0),
    [],
    dataFormat === "channelsLast" ? [1, ...strides] : [1, 1, ...strides],
  );

function poolParams(x: Tensor, size: number | readonly number[], options: WindowOptions, where: string): PoolParams {
  const { spatial } = splitImage(x.shape, options.dataFormat ?? "channelsLast");
  const window = perAxis(size, spatial.length, `${where}: size`);
  return { size: window, ...windowParams(x, window, { ...options, strides: options.strides ?? window }, [], where) };
}
