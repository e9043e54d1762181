import { sizeOfShape } from "@tidu/core-tensor";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import type { PoolMethod } from "./pool-method.ts";
import { addRow, eachTap, slotsOf, tapsOf } from "./windows.ts";
import type { Taps, Windows } from "./windows.ts";

type Numbers = Float32Array | Int32Array;

/** Pooling in JavaScript, for engines whose memory it reads. */
export const poolLoops: PoolMethod = {
  maxPool: (w, x, run) =>
    run.write([x, maxima(w, x, run)], { shape: [resultSize(w)], dtype: "float32" }, (out, from = out, positions = out) => {
      for (let i = 0; i < out.length; i++) out[i] = from[positions[i] ?? 0] ?? 0;
    }),

  maxPoolGradient: (w, x, g, run) =>
    run.write([maxima(w, x, run), g], { shape: x.shape, dtype: "float32" }, (out, positions = out, cotangents = out) => {
      for (let i = 0; i < positions.length; i++) {
        const position = positions[i] ?? 0;
        out[position] = (out[position] ?? 0) + (cotangents[i] ?? 0);
      }
    }),

  maxPoolSelect: (w, x, values, run) =>
    run.write([values, maxima(w, x, run)], { shape: [resultSize(w)], dtype: "float32" }, (out, from = out, positions = out) => {
      for (let i = 0; i < out.length; i++) out[i] = from[positions[i] ?? 0] ?? 0;
    }),

  averagePool: (w, x, run) => {
    const taps = tapsOf(w);
    const counts = countsOf(taps);
    const { channels } = w;
    return run.write([x], { shape: [resultSize(w)], dtype: "float32" }, (out, from = out) => {
      eachTap(taps, w.images, (pixel, window) => addRow(out, window * channels, from, pixel * channels, channels));
      for (let at = 0; at < out.length; at++) out[at] = (out[at] ?? 0) / (counts[Math.floor(at / channels) % taps.windows] ?? 1);
    });
  },

  averagePoolGradient: (w, g, run) => {
    const taps = tapsOf(w);
    const counts = countsOf(taps);
    const { channels } = w;
    return run.write([g], { shape: [w.images * taps.pixels * channels], dtype: "float32" }, (out, from = out) =>
      eachTap(taps, w.images, (pixel, window) =>
        addRow(out, pixel * channels, from, window * channels, channels, counts[window % taps.windows]),
      ),
    );
  },
};

const resultSize = ({ images, counts, channels }: Windows): number => images * sizeOfShape(counts) * channels;

/** How many taps of each window are on the image. */
const countsOf = ({ windows, taps, table }: Taps): Int32Array =>
  Int32Array.from(
    { length: windows },
    (_, window) => table.subarray(window * taps, (window + 1) * taps).filter((pixel) => pixel >= 0).length,
  );

/** Where the first NaN, or else the first largest element of every window of every channel is; a pooling and its gradient share it. */
function maxima(w: Windows, x: Value, run: Run): Value {
  const { images, channels } = w;
  const taps = tapsOf(w);
  const find = (): Value => {
    const slots = slotsOf(taps);
    const write = (positions: Numbers, from: Numbers = positions): void => {
      let at = 0;
      for (let image = 0; image < images; image++) {
        for (let window = 0; window < taps.windows; window++) {
          for (let channel = 0; channel < channels; channel++) {
            const base = image * taps.pixels * channels + channel;
            positions[at++] = firstLargest(from, base, channels, slots, window * taps.taps, taps.taps);
          }
        }
      }
    };
    return run.write([x], { shape: [resultSize(w)], dtype: "int32" }, write);
  };
  return run.once(`maxima of ${x.slot} in ${JSON.stringify(w)}`, find);
}

/** Pixels are `step` apart; those of the window are the slots from `start` on, until one is negative. */
function firstLargest(from: Numbers, base: number, step: number, slots: Int32Array, start: number, count: number): number {
  let position = base + (slots[start] ?? 0) * step;
  let largest = from[position] ?? 0;
  for (let slot = start + 1; slot < start + count; slot++) {
    const pixel = slots[slot] ?? -1;
    if (pixel < 0) break;
    const value = from[base + pixel * step] ?? 0;
    // Larger or NaN, where the largest is no NaN.
    if (!(value <= largest) && largest === largest) {
      position = base + pixel * step;
      largest = value;
    }
  }
  return position;
}
