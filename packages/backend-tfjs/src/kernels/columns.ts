import { sizeOfShape } from "@tidu/core-tensor";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { withZeroRow } from "./movement.ts";
import { first } from "./rule.ts";
import { transposed } from "./transposed.ts";
import { addRow, eachTap, isEveryPixel } from "./windows.ts";
import type { Taps, Windows } from "./windows.ts";

/** What every window sees, as a row of a matrix `[images · windows, taps · channels]`; x is `[images, ...spatial, channels]`. */
export function columns(s: Windows, taps: Taps, x: Value, run: Run): Value {
  const { images, channels } = s;
  const shape = [images * taps.windows, taps.taps * channels];
  if (isEveryPixel(taps)) return run.reshape(x, shape);
  if (run.engine === "gpu") return run.reshape(pixelRows(x, taps.table, s, run), shape);
  const runs = runsOf(taps.table, taps.table.length);
  return run.write([x], { shape, dtype: "float32" }, (out, from = out) => {
    for (let image = 0; image < images; image++) {
      const start = image * taps.pixels;
      const target = image * taps.table.length;
      for (let i = 0; i < runs.length; i += 3) {
        const [entry = 0, pixel = 0, count = 0] = [runs[i], runs[i + 1], runs[i + 2]];
        copy(from, (start + pixel) * channels, out, (target + entry) * channels, count * channels);
      }
    }
  });
}

/** The transpose of {@link columns}: `[taps · channels, images · windows]`. */
export function columnsTransposed(s: Windows, taps: Taps, x: Value, run: Run): Value {
  if (run.engine === "gpu" || isEveryPixel(taps)) return transposed(columns(s, taps, x, run), [1, 0], run);
  const { images, channels } = s;
  const { pixels, windows, table } = taps;
  const runs = runsOf(
    Int32Array.from(table, (_, i) => table[(i % windows) * taps.taps + Math.floor(i / windows)] ?? -1),
    windows,
  );
  const shape = [taps.taps * channels, images * windows];
  return run.write([x], { shape, dtype: "float32" }, (out, from = out) => {
    const plane = new Float32Array(pixels); // one channel of one image
    for (let image = 0; image < images; image++) {
      for (let channel = 0; channel < channels; channel++) {
        const source = image * pixels * channels + channel;
        for (let pixel = 0; pixel < pixels; pixel++) plane[pixel] = from[source + pixel * channels] ?? 0;
        for (let i = 0; i < runs.length; i += 3) {
          const [entry = 0, pixel = 0, count = 0] = [runs[i], runs[i + 1], runs[i + 2]];
          const tap = Math.floor(entry / windows);
          const row = (tap * channels + channel) * images + image;
          copy(plane, pixel, out, row * windows + entry - tap * windows, count);
        }
      }
    }
  });
}

/** The adjoint of {@link columns}: every pixel gets the sum of what stands for it in the rows. */
export function addColumns(s: Windows, taps: Taps, rows: Value, run: Run): Value {
  const { images, channels } = s;
  const shape = [images, ...s.spatial, channels];
  if (isEveryPixel(taps)) return run.reshape(rows, shape);
  if (run.engine === "gpu") {
    const entries = entriesOf(taps);
    const gathered = pixelRows(rows, entries, s, run);
    const stacked = run.reshape(gathered, [images, taps.pixels, entries.length / taps.pixels, channels]);
    const total = run("Sum", { x: stacked }, { axis: [2], keepDims: false }, { shape: [images, taps.pixels, channels], dtype: "float32" });
    return run.reshape(total, shape);
  }
  return run.write([rows], { shape, dtype: "float32" }, (out, from = out) =>
    eachTap(taps, images, (pixel, window, tap) => addRow(out, pixel * channels, from, (window * taps.taps + tap) * channels, channels)),
  );
}

/** Rows of `[images, ..., channels]` by their index in one image, zeros for -1: `[images, index, channels]`. */
export function pixelRows(x: Value, index: Int32Array, { images, channels }: Windows, run: Run): Value {
  const size = sizeOfShape(x.shape) / (images * channels);
  const rows = run.reshape(x, [images, size, channels]);
  const indices = run.constant({ dtype: "int32", shape: [index.length], data: index.map((row) => (row < 0 ? size : row)) });
  return run(
    "GatherV2",
    { x: index.includes(-1) ? withZeroRow(rows, 1, run) : rows, indices },
    { axis: 1, batchDims: 0 },
    { shape: [images, index.length, channels], dtype: x.dtype },
  );
}

/** The entries of the table that show each pixel: as many per pixel as the most seen one has, -1 behind the others. */
export function entriesOf({ pixels, table }: Taps): Int32Array {
  const found = Array.from({ length: pixels }, (): number[] => []);
  table.forEach((pixel, entry) => pixel >= 0 && found[pixel]?.push(entry));
  const most = Math.max(1, ...found.map(({ length }) => length));
  return Int32Array.from({ length: pixels * most }, (_, i) => found[Math.floor(i / most)]?.[i % most] ?? -1);
}

/** Neighbouring entries of a row of the table that show neighbouring pixels, as triples of entry, pixel and count. */
function runsOf(table: Int32Array, row: number): Int32Array {
  const runs: number[] = [];
  for (let entry = 0, count = 1; entry < table.length; entry += count, count = 1) {
    const pixel = table[entry] ?? -1;
    if (pixel < 0) continue;
    while (table[entry + count] === pixel + count && (entry + count) % row !== 0) count++;
    runs.push(entry, pixel, count);
  }
  return Int32Array.from(runs);
}

/** Short pieces are faster without a call into the engine. */
function copy(from: Float32Array | Int32Array, start: number, to: Float32Array | Int32Array, target: number, count: number): void {
  if (count > 64) to.set(from.subarray(start, start + count), target);
  else for (let i = 0; i < count; i++) to[target + i] = from[start + i] ?? 0;
}

/** Images from `start` to `end` of `[images, ...]`. */
export function imagesOf(x: Value, start: number, end: number, run: Run): Value {
  const [images = 1, ...rest] = x.shape;
  const size = sizeOfShape(rest);
  if (end - start === images) return x;
  const shape = [end - start, ...rest];
  if (run.engine !== "gpu")
    return first(
      run.compute([x], ([from]) => [{ data: from?.data.subarray(start * size, end * size) ?? new Float32Array() }], [
        { shape, dtype: x.dtype },
      ]),
    );
  const flat = run.reshape(x, [images, size]);
  return run.reshape(
    run("Slice", { x: flat }, { begin: [start, 0], size: [end - start, size] }, { shape: [end - start, size], dtype: x.dtype }),
    shape,
  );
}
