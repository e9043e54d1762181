import type { Taps } from "./windows.ts";
import { filterShape, imageShape, resultShape } from "./conv-method.ts";
import type { ConvMethod, Sliding } from "./conv-method.ts";
import { eachTap, tapsOf } from "./windows.ts";

/** Every channel with filters of its own, in JavaScript: products of matrices would be one column wide. */
export const byDepthwiseLoops: ConvMethod = {
  conv: (s, x, filter, run) => {
    const { taps, channels, filters, channelOf } = depthwise(s);
    return run.write([x, filter], { shape: resultShape(s), dtype: "float32" }, (y, x = y, weights = y) =>
      eachTap(taps, s.images, (pixel, window, tap) => {
        const [from, to, weight] = [pixel * channels, window * filters, tap * filters];
        for (let f = 0; f < filters; f++) y[to + f] = (y[to + f] ?? 0) + (x[from + (channelOf[f] ?? 0)] ?? 0) * (weights[weight + f] ?? 0);
      }),
    );
  },

  inputGradient: (s, g, filter, run) => {
    const { taps, channels, filters, channelOf } = depthwise(s);
    return run.write([g, filter], { shape: imageShape(s), dtype: "float32" }, (x, g = x, weights = x) =>
      eachTap(taps, s.images, (pixel, window, tap) => {
        const [to, from, weight] = [pixel * channels, window * filters, tap * filters];
        for (let f = 0; f < filters; f++) {
          const at = to + (channelOf[f] ?? 0);
          x[at] = (x[at] ?? 0) + (g[from + f] ?? 0) * (weights[weight + f] ?? 0);
        }
      }),
    );
  },

  filterGradient: (s, x, g, run) => {
    const { taps, channels, filters, channelOf } = depthwise(s);
    return run.write([x, g], { shape: filterShape(s), dtype: "float32" }, (weights, x = weights, g = weights) =>
      eachTap(taps, s.images, (pixel, window, tap) => {
        const [from, result, to] = [pixel * channels, window * filters, tap * filters];
        for (let f = 0; f < filters; f++)
          weights[to + f] = (weights[to + f] ?? 0) + (x[from + (channelOf[f] ?? 0)] ?? 0) * (g[result + f] ?? 0);
      }),
    );
  },
};

interface Depthwise {
  readonly taps: Taps;
  readonly channels: number;
  readonly filters: number;
  /** The channel that each filter reads. */
  readonly channelOf: Int32Array;
}

function depthwise(s: Sliding): Depthwise {
  const { channels, filters } = s;
  const channelOf = Int32Array.from({ length: filters }, (_, f) => Math.floor((f * channels) / filters));
  return { taps: tapsOf(s), channels, filters, channelOf };
}
