import { checkOptions } from "../check-option.ts";
import { configOf } from "../config.ts";
import { schedule } from "./schedule.ts";
import type { Schedule } from "./schedule.ts";

export interface ExponentialDecayOptions {
  readonly initialLearningRate: number;
  /** After so many steps the rate is `decayRate` times the first one. */
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Fall in jumps, every `decaySteps`. Default: false. */
  readonly staircase?: boolean | undefined;
}

/** `initialLearningRate · decayRate ^ (step / decaySteps)`. Keras: `ExponentialDecay`. */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  const { initialLearningRate, decaySteps, decayRate, staircase = false } = options;
  checkOptions("exponentialDecay", { decaySteps, decayRate }, { above: 0 });
  checkOptions("exponentialDecay", { initialLearningRate }, { from: 0 });
  return schedule(configOf("exponentialDecay", options), (step) => {
    const elapsed = step.div(decaySteps);
    const p = staircase ? elapsed.floor() : elapsed;
    return p.mul(Math.log(decayRate)).exp().mul(initialLearningRate);
  });
}
