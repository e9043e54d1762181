import { filterShape, imageShape, resultShape } from "./conv-method.ts";
import type { ConvMethod, Sliding } from "./conv-method.ts";
import { loop } from "./loop.ts";
import { eachTap, tapsOf } from "./windows.ts";

/** Every channel with filters of its own, in JavaScript: products of matrices would be one column wide. */
export const byDepthwiseLoops: ConvMethod = {
  conv: (s, x, filter, run) => {
    const { taps, channels, filters, each } = depthwise(s);
    return loop([x, filter], resultShape(s), run, (out, from = out, weights = out) =>
      eachTap(taps, s.images, (pixel, window, tap) => {
        let [at, weight] = [window * filters, tap * filters];
        for (let c = pixel * channels; c < (pixel + 1) * channels; c++) {
          const value = from[c] ?? 0;
          for (let i = 0; i < each; i++, at++, weight++) out[at] = (out[at] ?? 0) + value * (weights[weight] ?? 0);
        }
      }),
    );
  },

  inputGradient: (s, g, filter, run) => {
    const { taps, channels, filters, each } = depthwise(s);
    return loop([g, filter], imageShape(s), run, (out, from = out, weights = out) =>
      eachTap(taps, s.images, (pixel, window, tap) => {
        let [at, weight] = [window * filters, tap * filters];
        for (let c = pixel * channels; c < (pixel + 1) * channels; c++) {
          let total = out[c] ?? 0;
          for (let i = 0; i < each; i++, at++, weight++) total += (from[at] ?? 0) * (weights[weight] ?? 0);
          out[c] = total;
        }
      }),
    );
  },

  filterGradient: (s, x, g, run) => {
    const { taps, channels, filters, each } = depthwise(s);
    return loop([x, g], filterShape(s), run, (out, from = out, cotangents = out) =>
      eachTap(taps, s.images, (pixel, window, tap) => {
        let [at, weight] = [window * filters, tap * filters];
        for (let c = pixel * channels; c < (pixel + 1) * channels; c++) {
          const value = from[c] ?? 0;
          for (let i = 0; i < each; i++, at++, weight++) out[weight] = (out[weight] ?? 0) + value * (cotangents[at] ?? 0);
        }
      }),
    );
  },
};

const depthwise = (s: Sliding) => ({ taps: tapsOf(s), channels: s.channels, filters: s.filters, each: s.filters / s.channels });
