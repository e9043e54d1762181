import { sizeOfShape } from "@tidu/core-tensor";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { addColumns, columns, columnsTransposed, imagesOf } from "./columns.ts";
import { filterShape, imageShape, resultShape } from "./conv-method.ts";
import type { ConvMethod, Sliding } from "./conv-method.ts";
import { product } from "./linalg.ts";
import { elementwiseKernel } from "./stretch.ts";
import { transposed } from "./transposed.ts";
import { tapsOf } from "./windows.ts";
import type { Taps } from "./windows.ts";

/** Numbers in the columns of a few images: more images are taken in several goes. */
const columnsAtATime = 2 ** 22;

/** Windows of a few images: products add in single precision, and shorter sums are closer. */
const windowsAtATime = 2 ** 15;

/** A convolution as a product of matrices: what the windows see, `[images · windows, taps · channels]`, times the filter. */
export const byColumns: ConvMethod = {
  conv: (s, x, filter, run) => {
    const taps = tapsOf(s);
    const weights = filterMatrix(s, filter, run);
    const results = parts(s, taps).map(({ part, start, end }) =>
      product(columns(part, taps, imagesOf(x, start, end, run), run), weights, run),
    );
    return stacked(results, resultShape(s), run);
  },

  inputGradient: (s, g, filter, run) => {
    const taps = tapsOf(s);
    const weights = transposed(filterMatrix(s, filter, run), [1, 0], run);
    const results = parts(s, taps).map(({ part, start, end }) =>
      addColumns(part, taps, product(resultRows(s, g, start, end, run), weights, run), run),
    );
    return stacked(results, imageShape(s), run);
  },

  filterGradient: (s, x, g, run) => {
    const taps = tapsOf(s);
    const products = parts(s, taps).map(({ part, start, end }) => {
      const own = imagesOf(x, start, end, run);
      const cotangents = resultRows(s, g, start, end, run);
      // XNNPACK copies the right matrix first: it should be the smaller one.
      if (run.engine !== "wasm" || s.filters <= taps.taps * s.channels)
        return product(columnsTransposed(part, taps, own, run), cotangents, run);
      return transposed(product(transposed(cotangents, [1, 0], run), columns(part, taps, own, run), run), [1, 0], run);
    });
    return run.reshape(
      products.reduce((total, next) => elementwiseKernel("Add", total, next, run, next)),
      filterShape(s),
    );
  },
};

/** The images in goes. */
function parts(s: Sliding, { windows, taps }: Taps): readonly { readonly part: Sliding; readonly start: number; readonly end: number }[] {
  const count = Math.max(1, Math.floor(Math.min(columnsAtATime / (taps * s.channels), windowsAtATime) / windows));
  return Array.from({ length: Math.ceil(s.images / count) }, (_, i) => {
    const [start, end] = [i * count, Math.min(s.images, (i + 1) * count)];
    return { part: { ...s, images: end - start }, start, end };
  });
}

const filterMatrix = (s: Sliding, filter: Value, run: Run): Value =>
  run.reshape(filter, [sizeOfShape(filterShape(s).slice(0, -1)), s.filters]);

/** The cotangents of some images: `[images · windows, filters]`. */
function resultRows(s: Sliding, g: Value, start: number, end: number, run: Run): Value {
  const own = imagesOf(g, start, end, run);
  return run.reshape(own, [sizeOfShape(own.shape) / s.filters, s.filters]);
}

/** Values one behind the other. */
function stacked(values: readonly Value[], shape: readonly number[], run: Run): Value {
  const [only, second] = values;
  if (only !== undefined && second === undefined) return run.reshape(only, shape);
  const flat = values.map((value) => run.reshape(value, [sizeOfShape(value.shape)]));
  return run.reshape(run("Concat", flat, { axis: 0 }, { shape: [sizeOfShape(shape)], dtype: "float32" }), shape);
}
