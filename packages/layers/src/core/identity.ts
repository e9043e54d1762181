import { dtypes } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";

/** Gives its input back (Keras `Identity`). */
export const identity = (options: LayerOptions = {}): Layer =>
  layer("identity", { options, config: {}, dtypes, masking: "passes", apply: (_, x) => x });
