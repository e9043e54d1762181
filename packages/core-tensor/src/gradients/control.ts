import { instantiate } from "../instantiate.ts";
import type { control } from "../ops/control.ts";
import { scanGradient } from "./scan.ts";
import { flat } from "./rule.ts";
import type { GradientRules } from "./rule.ts";

/** Loops and composites by their own gradients, the others by none. */
export const controlGradients: GradientRules<typeof control> = {
  constant: flat,
  sizeOf: flat,
  stopGradient: flat,
  call: ({ inputs: { args }, params: { body, gradient }, outputs, cotangents, wanted, pullback }) => ({
    args:
      gradient === undefined
        ? pullback(body, args, cotangents, wanted.args).cotangents
        : instantiate(gradient, [...args, ...outputs, ...cotangents]),
  }),
  scan: scanGradient,
};
