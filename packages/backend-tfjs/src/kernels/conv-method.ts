import { sizeOfShape } from "@tidu/core-tensor";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import type { Windows } from "./windows.ts";

/** A convolution of images `[images, ...spatial, channels]` by a filter `[...size, channels / groups, filters]`. */
export interface Sliding extends Windows {
  readonly filters: number;
  readonly groups: number;
}

/** One way to compute a convolution and its adjoints; images are channels last. */
export interface ConvMethod {
  /** From x `[images, ...spatial, channels]` to `[images, ...counts, filters]`. */
  readonly conv: (s: Sliding, x: Value, filter: Value, run: Run) => Value;
  /** From g `[images, ...counts, filters]` to `[images, ...spatial, channels]`. */
  readonly inputGradient: (s: Sliding, g: Value, filter: Value, run: Run) => Value;
  /** From x and g to the shape of the filter. */
  readonly filterGradient: (s: Sliding, x: Value, g: Value, run: Run) => Value;
}

export const imageShape = (s: Sliding): readonly number[] => [s.images, ...s.spatial, s.channels];
export const resultShape = (s: Sliding): readonly number[] => [s.images, ...s.counts, s.filters];
export const filterShape = (s: Sliding): readonly number[] => [...s.size, s.channels / s.groups, s.filters];
export const tapCount = (s: Sliding): number => sizeOfShape(s.size);
