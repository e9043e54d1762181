import { dtypes, moveAxis, sizeOfDims } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";

export interface FlattenOptions extends LayerOptions {
  /** Where the channels are; they come last in the result. Default: `"channelsLast"`. */
  readonly dataFormat?: "channelsLast" | "channelsFirst" | undefined;
}

/** All axes but the batch as one: `[batch, …]` to `[batch, features]` (Keras `Flatten`). */
export function flatten(options: FlattenOptions = {}): Layer {
  const { dataFormat = "channelsLast" } = options;
  return layer("flatten", {
    options,
    config: { dataFormat },
    rank: { atLeast: 1 },
    dtypes,
    apply: (_, x) => {
      const ordered = dataFormat === "channelsFirst" && x.ndim > 1 ? moveAxis(x, 1, -1) : x;
      const [batch = 1, ...rest] = ordered.shape;
      return ordered.reshape([batch, sizeOfDims(rest)]);
    },
  });
}
