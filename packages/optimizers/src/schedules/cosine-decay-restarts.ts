import { checkOptions } from "../check-option.ts";
import { configOf } from "../config.ts";
import { schedule } from "./schedule.ts";
import type { Schedule } from "./schedule.ts";

export interface CosineDecayRestartsOptions {
  readonly initialLearningRate: number;
  /** The length of the first period. */
  readonly firstDecaySteps: number;
  /** Each period is so many times as long as the one before. Default: 2. */
  readonly tMul?: number | undefined;
  /** Each period starts from so many times the rate of the one before. Default: 1. */
  readonly mMul?: number | undefined;
  /** The lowest rate as a part of the first. Default: 0. */
  readonly alpha?: number | undefined;
}

/** Half cosine waves down, starting again and again (Loshchilov & Hutter 2017, SGDR). Keras: `CosineDecayRestarts`. */
export function cosineDecayRestarts(options: CosineDecayRestartsOptions): Schedule {
  const { initialLearningRate, firstDecaySteps, tMul = 2, mMul = 1, alpha = 0 } = options;
  checkOptions("cosineDecayRestarts", { firstDecaySteps, mMul }, { above: 0 });
  checkOptions("cosineDecayRestarts", { tMul }, { from: 1 });
  checkOptions("cosineDecayRestarts", { initialLearningRate, alpha }, { from: 0 });
  return schedule(configOf("cosineDecayRestarts", options), (step) => {
    const periods = step.div(firstDecaySteps);
    // Period i starts after 1 + tMul + … + tMul^(i − 1) = (tMul^i − 1) / (tMul − 1) first periods.
    const restarts =
      tMul === 1
        ? periods.floor()
        : periods
            .mul(tMul - 1)
            .add(1)
            .log()
            .div(Math.log(tMul))
            .floor();
    const length = restarts.mul(Math.log(tMul)).exp();
    const completed = tMul === 1 ? periods.sub(restarts) : periods.sub(length.sub(1).div(tMul - 1)).div(length);
    const height = restarts.mul(Math.log(mMul)).exp();
    return completed
      .mul(Math.PI)
      .cos()
      .add(1)
      .mul(height)
      .mul(0.5 * (1 - alpha))
      .add(alpha)
      .mul(initialLearningRate);
  });
}
