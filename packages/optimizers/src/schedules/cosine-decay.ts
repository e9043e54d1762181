import { where } from "@tidu/core-tensor";
import { checkOptions } from "../check-option.ts";
import { configOf } from "../config.ts";
import { schedule } from "./schedule.ts";
import type { Schedule } from "./schedule.ts";

export interface CosineDecayOptions {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  /** The last rate as a part of the one that decay starts from. Default: 0. */
  readonly alpha?: number | undefined;
  /** First rise in a line from `initialLearningRate` to this, and decay from there. Default: no warm-up. */
  readonly warmupTarget?: number | undefined;
  /** Default: 0. */
  readonly warmupSteps?: number | undefined;
}

/** Half a cosine wave down to `alpha`, after an optional linear warm-up (Loshchilov & Hutter 2017, SGDR). Keras: `CosineDecay`. */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  const { initialLearningRate, decaySteps, alpha = 0, warmupTarget, warmupSteps = 0 } = options;
  checkOptions("cosineDecay", { decaySteps }, { above: 0 });
  checkOptions("cosineDecay", { initialLearningRate, alpha, warmupTarget, warmupSteps }, { from: 0 });
  const warms = warmupTarget !== undefined && warmupSteps > 0;
  const top = warmupTarget ?? initialLearningRate;
  return schedule(configOf("cosineDecay", options), (step) => {
    const decayed = (warms ? step.sub(warmupSteps).maximum(0) : step).minimum(decaySteps).div(decaySteps);
    const rate = decayed
      .mul(Math.PI)
      .cos()
      .add(1)
      .mul(0.5 * (1 - alpha) * top)
      .add(alpha * top);
    if (!warms) return rate;
    const rising = step
      .div(warmupSteps)
      .mul(top - initialLearningRate)
      .add(initialLearningRate);
    return where(step.less(warmupSteps), rising, rate);
  });
}
