import { literal } from "@tidu/core-tensor";
import { checkOptions } from "../check-option.ts";
import { configOf } from "../config.ts";
import { schedule } from "./schedule.ts";
import type { Schedule } from "./schedule.ts";

export interface PolynomialDecayOptions {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  /** Default: 0.0001. */
  readonly endLearningRate?: number | undefined;
  /** Default: 1, a straight line. */
  readonly power?: number | undefined;
  /** Start again from a lower point when `decaySteps` are over, instead of staying at the end. Default: false. */
  readonly cycle?: boolean | undefined;
}

/** `(initialLearningRate − endLearningRate) · (1 − step / decaySteps) ^ power + endLearningRate`. Keras: `PolynomialDecay`. */
export function polynomialDecay(options: PolynomialDecayOptions): Schedule {
  const { initialLearningRate, decaySteps, endLearningRate = 0.0001, power = 1, cycle = false } = options;
  checkOptions("polynomialDecay", { decaySteps, power }, { above: 0 });
  checkOptions("polynomialDecay", { initialLearningRate, endLearningRate }, { from: 0 });
  return schedule(configOf("polynomialDecay", options), (step) => {
    const p = cycle ? step.div(step.div(decaySteps).ceil().maximum(1).mul(decaySteps)) : step.minimum(decaySteps).div(decaySteps);
    return literal(1, "float32")
      .sub(p)
      .pow(power)
      .mul(initialLearningRate - endLearningRate)
      .add(endLearningRate);
  });
}
