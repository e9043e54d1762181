import { dtypes, toSpec } from "@tidu/core-tensor";
import { layer, shapeConfig } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { positiveInteger } from "../option-checks.ts";

export interface InputLayerOptions {
  /** The shape of one example; a string names a free size. */
  readonly shape: NonNullable<LayerOptions["inputShape"]>;
  /** A fixed number of examples at a time, which stateful layers need. Default: free. */
  readonly batchSize?: number | undefined;
  /** Unique in a model. Default: the kind with a number. */
  readonly name?: string | undefined;
}

/** The first entry of a sequential model: only says the shape of one example (Keras `InputLayer`). */
export function inputLayer(options: InputLayerOptions): Layer {
  const { shape, name, batchSize, ...unknown } = options;
  if (batchSize !== undefined) positiveInteger(name ?? "inputLayer", "batchSize", batchSize);
  const made = layer("inputLayer", {
    options: { name, inputShape: shape, ...unknown },
    config: { shape: shapeConfig(toSpec({ shape }).shape), batchSize, inputShape: undefined },
    dtypes,
    masking: "passes",
    apply: (_, x) => x,
  });
  return Object.assign(made, { batchSize });
}
