import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { entriesOf, pixelRows } from "./columns.ts";
import { toFloat } from "./conversion.ts";
import type { PoolMethod } from "./pool-method.ts";
import { firstLargest, nansAlong } from "./reduce.ts";
import { elementwiseKernel, stretch } from "./stretch.ts";
import { slotsOf, tapsOf } from "./windows.ts";
import type { Taps, Windows } from "./windows.ts";

/** Pooling from gathers and reductions, for engines whose memory JavaScript does not read. */
export const poolGathers: PoolMethod = {
  maxPool: (w, x, run) => {
    const taps = tapsOf(w);
    const seen = windowsOf(w, taps, x, run); // [images, windows, taps, channels]
    const shape = [w.images, taps.windows, w.channels];
    const largest = run("Max", { x: seen }, { reductionIndices: [2], keepDims: false }, { shape, dtype: "float32" });
    const { any } = nansAlong(seen, 2, run);
    return run("Select", { condition: any, t: stretch(run.fill(NaN, 1), shape, run), e: largest }, {}, { shape, dtype: "float32" });
  },

  maxPoolGradient: (w, x, g, run) => {
    const taps = tapsOf(w);
    const winners = winnersOf(w, taps, x, run);
    const entries = entriesOf({ ...taps, table: slotsOf(taps) });
    const seenBy = entries.map((entry) => (entry < 0 ? -1 : Math.floor(entry / taps.taps)));
    const most = entries.length / taps.pixels;
    const shape = [w.images, taps.pixels, most, w.channels];
    const [won, cotangents] = [pixelRows(winners, seenBy, w, run), pixelRows(g, seenBy, w, run)];
    const slots = entries.map((entry) => (entry < 0 ? -1 : entry % taps.taps));
    const own = chosen(run.reshape(won, shape), run.reshape(cotangents, shape), [taps.pixels, most, 1], slots, run);
    return run("Sum", { x: own }, { axis: [2], keepDims: false }, { shape: [w.images, taps.pixels, w.channels], dtype: "float32" });
  },

  maxPoolSelect: (w, x, values, run) => {
    const taps = tapsOf(w);
    const winners = run.reshape(winnersOf(w, taps, x, run), [w.images, taps.windows, 1, w.channels]);
    const slots = Int32Array.from({ length: taps.taps }, (_, slot) => slot);
    const seen = windowsOf(w, taps, values, run);
    const own = chosen(stretch(winners, seen.shape, run), seen, [taps.taps, 1], slots, run);
    return run("Sum", { x: own }, { axis: [2], keepDims: false }, { shape: [w.images, taps.windows, w.channels], dtype: "float32" });
  },

  averagePool: (w, x, run) => {
    const taps = tapsOf(w);
    const seen = run.reshape(pixelRows(x, taps.table, w, run), [w.images, taps.windows, taps.taps, w.channels]);
    const spec = { shape: [w.images, taps.windows, w.channels], dtype: "float32" } as const;
    const total = run("Sum", { x: seen }, { axis: [2], keepDims: false }, spec);
    return elementwiseKernel("RealDiv", total, countsOf(taps, run), run, spec);
  },

  averagePoolGradient: (w, g, run) => {
    const taps = tapsOf(w);
    const spec = { shape: [w.images, taps.windows, w.channels], dtype: "float32" } as const;
    const shares = elementwiseKernel("RealDiv", run.reshape(g, spec.shape), countsOf(taps, run), run, spec);
    const seenBy = entriesOf(taps).map((entry) => (entry < 0 ? -1 : Math.floor(entry / taps.taps)));
    const spread = run.reshape(pixelRows(shares, seenBy, w, run), [w.images, taps.pixels, seenBy.length / taps.pixels, w.channels]);
    return run("Sum", { x: spread }, { axis: [2], keepDims: false }, { shape: [w.images, taps.pixels, w.channels], dtype: "float32" });
  },
};

/** The elements of every window: `[images, windows, taps, channels]`. Where a tap is on padding, the first one stands again behind the others. */
function windowsOf(w: Windows, taps: Taps, x: Value, run: Run): Value {
  const slots = slotsOf(taps);
  const filled = slots.map((pixel, slot) => (pixel < 0 ? (slots[slot - (slot % taps.taps)] ?? 0) : pixel));
  return run.reshape(pixelRows(x, filled, w, run), [w.images, taps.windows, taps.taps, w.channels]);
}

/** The slot of the first largest element of every window: `[images, windows, channels]`, as floats, which every kernel takes. */
const winnersOf = (w: Windows, taps: Taps, x: Value, run: Run): Value => toFloat(firstLargest(windowsOf(w, taps, x, run), 2, run), run);

/** `values` where `winners` name their slot, else 0. */
function chosen(winners: Value, values: Value, shape: readonly number[], slots: Int32Array, run: Run): Value {
  const own = run.constant({ dtype: "float32", shape, data: Float32Array.from(slots) });
  const condition = elementwiseKernel("Equal", winners, own, run, { shape: values.shape, dtype: "bool" });
  const zeros = stretch(run.fill(0, 1), values.shape, run);
  return run("Select", { condition, t: values, e: zeros }, {}, { shape: values.shape, dtype: "float32" });
}

/** How many taps of each window are on the image: `[windows, 1]`. */
function countsOf({ windows, taps, table }: Taps, run: Run): Value {
  const counts = new Float32Array(windows);
  table.forEach((pixel, entry) => {
    const window = Math.floor(entry / taps);
    if (pixel >= 0) counts[window] = (counts[window] ?? 0) + 1;
  });
  return run.constant({ dtype: "float32", shape: [windows, 1], data: counts });
}
