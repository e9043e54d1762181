import { loop } from "./loop.ts";
import type { PoolMethod } from "./pool-method.ts";
import { eachTap, tapsOf } from "./windows.ts";
import type { Taps, Windows } from "./windows.ts";

/** Pooling in JavaScript, for engines whose memory it reads. */
export const poolLoops: PoolMethod = {
  maxPool: (w, x, run) => {
    const taps = tapsOf(w);
    return loop([x], [resultSize(w, taps)], run, (out, from = out) =>
      eachMaximum(w, taps, from, (position, result) => (out[result] = from[position] ?? 0)),
    );
  },

  maxPoolGradient: (w, x, g, run) => {
    const taps = tapsOf(w);
    return loop([x, g], x.shape, run, (out, from = out, cotangents = out) =>
      eachMaximum(w, taps, from, (position, result) => (out[position] = (out[position] ?? 0) + (cotangents[result] ?? 0))),
    );
  },

  maxPoolSelect: (w, x, values, run) => {
    const taps = tapsOf(w);
    return loop([x, values], [resultSize(w, taps)], run, (out, from = out, chosen = out) =>
      eachMaximum(w, taps, from, (position, result) => (out[result] = chosen[position] ?? 0)),
    );
  },

  averagePool: (w, x, run) => {
    const taps = tapsOf(w);
    const counts = countsOf(taps);
    const { channels } = w;
    return loop([x], [resultSize(w, taps)], run, (out, from = out) => {
      eachTap(taps, w.images, (pixel, window) => {
        let target = window * channels;
        for (let at = pixel * channels; at < (pixel + 1) * channels; at++, target++) out[target] = (out[target] ?? 0) + (from[at] ?? 0);
      });
      for (let at = 0; at < out.length; at++) out[at] = (out[at] ?? 0) / (counts[Math.floor(at / channels) % taps.windows] ?? 1);
    });
  },

  averagePoolGradient: (w, g, run) => {
    const taps = tapsOf(w);
    const counts = countsOf(taps);
    const { channels } = w;
    return loop([g], [w.images * taps.pixels * channels], run, (out, from = out) =>
      eachTap(taps, w.images, (pixel, window) => {
        const count = counts[window % taps.windows] ?? 1;
        let source = window * channels;
        for (let at = pixel * channels; at < (pixel + 1) * channels; at++, source++) out[at] = (out[at] ?? 0) + (from[source] ?? 0) / count;
      }),
    );
  },
};

const resultSize = ({ images, channels }: Windows, { windows }: Taps): number => images * windows * channels;

/** How many taps of each window are on the image. */
const countsOf = ({ windows, taps, table }: Taps): Int32Array =>
  Int32Array.from(
    { length: windows },
    (_, window) => table.subarray(window * taps, (window + 1) * taps).filter((pixel) => pixel >= 0).length,
  );

/** Visits every window of every channel: where its first NaN, or else its first largest element is, and where its result. */
function eachMaximum(
  { images, channels }: Windows,
  { pixels, windows, taps, table }: Taps,
  from: Float32Array,
  visit: (position: number, result: number) => void,
): void {
  let result = 0;
  for (let image = 0; image < images; image++) {
    for (let window = 0; window < windows; window++) {
      const [start, end] = [window * taps, (window + 1) * taps];
      for (let channel = 0; channel < channels; channel++) {
        const base = image * pixels * channels + channel;
        let best = -1;
        let largest = 0;
        for (let entry = start; entry < end; entry++) {
          const pixel = table[entry] ?? -1;
          if (pixel < 0) continue;
          const value = from[base + pixel * channels] ?? 0;
          if (best < 0 || value > largest || (value !== value && largest === largest)) [best, largest] = [base + pixel * channels, value];
        }
        visit(best, result++);
      }
    }
  }
}
