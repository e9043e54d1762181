import { requireImage } from "../ops/windows.ts";
import type { DataFormat } from "../ops/windows.ts";
import { printSpec } from "../spec.ts";
import type { Tensor } from "../tensor.ts";

export interface GlobalPoolOptions {
  /** Where channels stand. Default: `"channelsLast"`. */
  readonly dataFormat?: DataFormat | undefined;
  /** Keep the spatial axes with size 1. Default: false. */
  readonly keepDims?: boolean | undefined;
}

/** The mean of every channel: `[batch, ...spatial, channels]`, or channels first, to `[batch, channels]` (Keras `GlobalAveragePooling`). */
export const globalAveragePool = (x: Tensor, { dataFormat = "channelsLast", keepDims = false }: GlobalPoolOptions = {}): Tensor =>
  x.mean({ axis: spatialAxes(x, dataFormat, "globalAveragePool"), keepDims });

/** The largest element of every channel (Keras `GlobalMaxPooling`); equal ones share the gradient. See {@link globalAveragePool}. */
export const globalMaxPool = (x: Tensor, { dataFormat = "channelsLast", keepDims = false }: GlobalPoolOptions = {}): Tensor =>
  x.max({ axis: spatialAxes(x, dataFormat, "globalMaxPool"), keepDims });

/** The axes of an image that are neither batch nor channels. */
export function spatialAxes(x: Tensor, dataFormat: DataFormat, name: string): readonly number[] {
  const { spatial } = requireImage(x.spec, dataFormat, `${name} of ${printSpec(x.spec)}`);
  return spatial.map((_, axis) => axis + (dataFormat === "channelsLast" ? 1 : 2));
}
