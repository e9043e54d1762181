import type { Expansions } from "../expansions/index.ts";
import { conv, convInputGradient } from "./convolution.ts";
import { averagePoolGradient, maxPoolGradient, maxPoolSelect } from "./pooling.ts";

/** What the kernels of the WebGPU provider refuse or get wrong, in other ops; for images with channels first. */
export const gpuExpansions: Expansions = { conv, convInputGradient, maxPoolGradient, maxPoolSelect, averagePoolGradient };
