import { flip, where as select } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { oneOf } from "../option-checks.ts";
import { perImage } from "./draws.ts";
import { augmentation } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";

export interface RandomFlipOptions extends AugmentationOptions {
  /** Left and right, top and bottom, or both at once, which is half a turn. Default: `"horizontalAndVertical"`. */
  readonly mode?: "horizontal" | "vertical" | "horizontalAndVertical" | undefined;
}

/**
 * In training, mirrors half of the images (Keras `RandomFlip`).
 *
 * Input and output: float32 `[batch, height, width, channels]`, or channels first.
 *
 * @example
 * randomFlip({ mode: "horizontal" });
 */
export function randomFlip(options: RandomFlipOptions = {}): Layer {
  const where = options.name ?? "randomFlip";
  const mode = oneOf(where, "mode", options.mode ?? "horizontalAndVertical", ["horizontal", "vertical", "horizontalAndVertical"]);
  const axes = { vertical: [1], horizontal: [2], horizontalAndVertical: [1, 2] }[mode];
  return augmentation("randomFlip", {
    options,
    config: { mode },
    change: (images, key) => select(perImage(key, images, [0, 1]).lessEqual(0.5), flip(images, axes), images),
  });
}
