import type { OpName, Ops } from "@tidu/core-tensor";
import { conv, convFilterGradient, convInputGradient } from "./convolution.ts";
import type { Expansion } from "./expansion.ts";
import { maxPool, maxPoolGradient } from "./pooling.ts";
import { rowVectorExpansions } from "./row-vectors.ts";
import { sum } from "./sum.ts";

/** Some ops in forms that onnxruntime runs faster. */
export type Expansions = { readonly [K in OpName]?: Expansion<Ops[K]> };

/** Windows over images as movement of rows and matrix products; what they leave where it lies meets in the passes behind. */
export const convolutionExpansions: Expansions = { conv, convInputGradient, convFilterGradient };

/** Pools of images that are rows of pixels already. */
export const poolingExpansions: Expansions = { maxPool, maxPoolGradient };

/** Forms of what is left when nothing moves any more. */
export const arithmeticExpansions: Expansions = { sum, ...rowVectorExpansions };
