import { composite } from "../composite.ts";
import { tensor } from "../leaf-tensors.ts";
import { unknownName } from "../nearest.ts";
import { requireDataFormat, splitImage } from "../ops/windows.ts";
import type { DataFormat } from "../ops/windows.ts";
import { divideDims, printDim } from "../shape/dim.ts";
import type { Dim } from "../shape/dim.ts";
import { printShape, sameShape, sizeOfDims } from "../shape/shape.ts";
import { printSpec } from "../spec.ts";
import type { Tensor } from "../tensor.ts";
import { interpolations, nearestRows, resizeTaps } from "./resize-taps.ts";
import type { Interpolation } from "./resize-taps.ts";
import { reindex } from "./shaping.ts";

export interface ResizeOptions {
  /** Default: `"bilinear"` (linear along every axis). */
  readonly interpolation?: Interpolation | undefined;
  /** Widen the kernel when an axis shrinks, so that all its pixels count. Default: false. */
  readonly antialias?: boolean | undefined;
  /** Where channels stand. Default: `"channelsLast"`. */
  readonly dataFormat?: DataFormat | undefined;
}

/**
 * Images of another size (Keras `ops.image.resize`, TensorFlow's half-pixel centres): pixel `i` of the result stands at
 * `(i + 0.5) · size / newSize - 0.5` of the image; pixels beyond the edge do not count. `"bicubic"` is Keys' kernel with a = -0.5.
 *
 * @param x `[batch, ...spatial, channels]`, or channels first; float32, for `"nearest"` any dtype
 * @param size the new size: one number, or one per spatial axis
 * @returns `[batch, ...size, channels]`, or channels first
 * @throws when a spatial axis has no known size, unless `"nearest"` makes it a whole number of times as long
 */
export function resize(x: Tensor, size: number | readonly Dim[], options: ResizeOptions = {}): Tensor {
  const { interpolation = "bilinear", antialias = false, dataFormat = "channelsLast" } = options;
  const where = `resize of ${printSpec(x.spec)}`;
  requireDataFormat(dataFormat, where);
  if (!interpolations.includes(interpolation)) throw new RangeError(unknownName("interpolation", interpolation, interpolations));
  if (x.ndim < 3 || x.ndim > 5) throw new Error(`${where}: expected images with one to three spatial axes. Reshape it first.`);
  if (interpolation !== "nearest" && x.dtype !== "float32")
    throw new TypeError(`${where}: "${interpolation}" needs float32. Cast it first, or take "nearest".`);
  const { spatial } = splitImage(x.shape, dataFormat);
  const target = typeof size === "number" ? spatial.map(() => size) : size;
  if (target.length !== spatial.length || target.some((dim) => typeof dim === "number" && (!Number.isInteger(dim) || dim < 1))) {
    throw new RangeError(`${where}: expected a size of ${spatial.length} whole numbers from 1, received ${printShape(target)}.`);
  }
  if (sameShape(spatial, target)) return x;
  const along = (image: Tensor, axis: number, length: Dim): Tensor =>
    interpolation === "nearest" ? nearest(image, axis, length, where) : weighted(image, axis, length, interpolation, antialias, where);
  const first = dataFormat === "channelsLast" ? 1 : 2;
  return composite(
    {
      name: "resize",
      options: { interpolation, antialias, dataFormat },
      body: (image) => target.reduce<Tensor>((resized, length, i) => along(resized, first + i, length), image),
    },
    x,
  );
}

/** Rows of one axis, repeated when the new length is a multiple. */
function nearest(x: Tensor, axis: number, length: Dim, where: string): Tensor {
  const size = x.shape[axis] ?? 1;
  const times = divideDims(length, size);
  if (times === 1) return x;
  if (typeof times === "number") {
    const inner = sizeOfDims(x.shape.slice(axis + 1));
    const outer = sizeOfDims(x.shape.slice(0, axis + 1));
    return x.reshape([outer, 1, inner]).broadcastTo([outer, times, inner]).reshape(x.shape.with(axis, length));
  }
  return reindex(x, nearestRows(...knownLengths(size, length, axis, where)), axis);
}

/** Sums of a few rows of one axis by their weights: `[outer, newSize, taps, inner]`, then over the taps. */
function weighted(
  x: Tensor,
  axis: number,
  length: Dim,
  interpolation: Exclude<Interpolation, "nearest">,
  antialias: boolean,
  where: string,
): Tensor {
  const [size, newSize] = knownLengths(x.shape[axis] ?? 1, length, axis, where);
  if (size === newSize) return x;
  const { rows, weights, taps } = resizeTaps(size, newSize, interpolation, antialias);
  const apart = reindex(x, rows, axis).reshape([sizeOfDims(x.shape.slice(0, axis)), newSize, taps, sizeOfDims(x.shape.slice(axis + 1))]);
  return apart
    .mul(tensor(weights, [newSize, taps, 1]))
    .sum({ axis: 2 })
    .reshape(x.shape.with(axis, newSize));
}

function knownLengths(size: Dim, length: Dim, axis: number, where: string): readonly [size: number, length: number] {
  if (typeof size === "number" && typeof length === "number" && size > 0) return [size, length];
  throw new Error(
    `${where}: which pixels make the ${printDim(length)} of axis ${axis} depends on its size, ${printDim(size)}. Fix it, or repeat pixels a whole number of times with "nearest".`,
  );
}
