import { dropout as drop } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { Layer } from "../layer.ts";
import { within } from "../option-checks.ts";
import { drawingKey } from "./drawing-key.ts";
import type { DrawingOptions } from "./drawing-key.ts";
import { noiseShapeOf, noiseShapeProblem } from "./noise-shape.ts";
import type { NoiseShape } from "./noise-shape.ts";

export interface DropoutOptions extends DrawingOptions {
  /** The share of elements that become 0, from 0 to 1. */
  readonly rate: number;
  /** Shares decisions along axes of size 1: `[null, 1, null]` drops whole features of a sequence. Default: one per element. */
  readonly noiseShape?: NoiseShape | undefined;
}

/** In training, sets elements to 0 at random and scales the others by 1 / (1 − rate) (Srivastava et al. 2014; Keras `Dropout`). */
export function dropout(options: DropoutOptions): Layer {
  const { noiseShape, seed } = options;
  const where = options.name ?? "dropout";
  const rate = within(where, "rate", options.rate, 0, 1);
  return layer("dropout", {
    options,
    config: { rate, noiseShape, seed },
    check: ([{ shape }]) => noiseShapeProblem(shape, noiseShape),
    masking: "passes",
    apply: (_, x, context) =>
      context.training === true && rate > 0 ? drop(drawingKey(context, seed, where), x, rate, noiseShapeOf(x.shape, noiseShape)) : x,
  });
}
