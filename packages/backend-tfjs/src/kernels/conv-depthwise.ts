import { sizeOfShape } from "@tidu/core-tensor";
import type { Value, WriteFunction } from "../plan.ts";
import type { Run } from "../run.ts";
import { filterShape, imageShape, resultShape } from "./conv-method.ts";
import type { ConvMethod, Sliding } from "./conv-method.ts";
import { stretch } from "./stretch.ts";
import { eachTap, tapsOf } from "./windows.ts";

/**
 * Every channel with filters of its own, in JavaScript: products of matrices would be one column wide. A channel with several
 * filters stands there as often.
 */
export const byDepthwiseLoops: ConvMethod = {
  conv: (s, x, filter, run) => {
    const { filters, images } = s;
    const taps = tapsOf(s);
    const write: WriteFunction = (y, x = y, weights = y) =>
      eachTap(taps, images, (pixel, window, tap) => addProducts(y, window * filters, x, pixel * filters, weights, tap * filters, filters));
    return run.write([repeated(s, x, run), filter], { shape: resultShape(s), dtype: "float32" }, write);
  },

  inputGradient: (s, g, filter, run) => {
    const { filters, images } = s;
    const taps = tapsOf(s);
    const write: WriteFunction = (x, g = x, weights = x) =>
      eachTap(taps, images, (pixel, window, tap) => addProducts(x, pixel * filters, g, window * filters, weights, tap * filters, filters));
    const [pixels, each] = [images * taps.pixels, filters / s.channels];
    const found = run.write([g, filter], { shape: [pixels * s.channels, each], dtype: "float32" }, write);
    if (each === 1) return found;
    return run("Sum", { x: found }, { axis: [1], keepDims: false }, { shape: imageShape(s), dtype: "float32" });
  },

  filterGradient: (s, x, g, run) => {
    const { filters, images } = s;
    const taps = tapsOf(s);
    const write: WriteFunction = (weights, x = weights, g = weights) =>
      eachTap(taps, images, (pixel, window, tap) => addProducts(weights, tap * filters, x, pixel * filters, g, window * filters, filters));
    return run.write([repeated(s, x, run), g], { shape: filterShape(s), dtype: "float32" }, write);
  },
};

type Numbers = Float32Array | Int32Array;

/** Rows of channels: `to += a · b`. */
function addProducts(to: Numbers, at: number, a: Numbers, startA: number, b: Numbers, startB: number, count: number): void {
  for (let i = 0; i < count; i++) to[at + i] = (to[at + i] ?? 0) + (a[startA + i] ?? 0) * (b[startB + i] ?? 0);
}

/** Every channel once for each of its filters. */
function repeated(s: Sliding, x: Value, run: Run): Value {
  const each = s.filters / s.channels;
  const size = sizeOfShape(x.shape);
  return each === 1 ? x : stretch(run.reshape(x, [size, 1]), [size, each], run);
}
