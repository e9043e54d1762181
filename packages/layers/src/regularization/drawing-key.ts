import { foldIn } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { ApplyContext, LayerOptions } from "../layer.ts";

/** Options of layers that draw random numbers in training. */
export interface DrawingOptions extends LayerOptions {
  /** Mixed into the key, so that another seed draws other numbers. Default: the key as it is. */
  readonly seed?: number | undefined;
}

/**
 * The key that a layer draws from.
 *
 * @throws when the context has none
 */
export function drawingKey({ key }: ApplyContext, seed: number | undefined, where: string): Tensor {
  if (key === undefined) throw new Error(`${where}: draws random numbers in training: pass { training: true, key: randomKey(seed) }.`);
  return seed === undefined ? key : foldIn(key, seed);
}
