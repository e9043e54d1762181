import { dtypes, printShape, resolveReshape } from "@tidu/core-tensor";
import type { Shape, TensorSpec } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";

export interface ReshapeOptions extends LayerOptions {
  /** The shape of one example; one size may be -1. */
  readonly targetShape: readonly number[];
}

/** The same elements of every example in another shape (Keras `Reshape`). */
export function reshape(options: ReshapeOptions): Layer {
  const { targetShape } = options;
  return layer("reshape", {
    options,
    config: { targetShape },
    rank: { atLeast: 1 },
    dtypes,
    check: ([{ shape }]) =>
      reshaped(shape, targetShape) === undefined ? `expected examples that fit the target shape ${printShape(targetShape)}` : undefined,
    apply: (_, x) => x.reshape(reshaped(x.shape, targetShape) ?? x.shape),
  });
}

/** The whole shape, or undefined when the elements do not fit. */
function reshaped([batch = 1, ...example]: TensorSpec["shape"], targetShape: readonly number[]): Shape | undefined {
  try {
    return [batch, ...resolveReshape(example, targetShape)];
  } catch {
    return undefined;
  }
}
