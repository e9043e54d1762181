import { literal, where } from "@tidu/core-tensor";
import { checkOptions } from "../check-option.ts";
import { configOf } from "../config.ts";
import { schedule } from "./schedule.ts";
import type { Schedule } from "./schedule.ts";

export interface LinearWarmupOptions {
  /** The rate after the warm-up: a number, or a schedule that counts its steps from there. */
  readonly learningRate: number | Schedule;
  readonly warmupSteps: number;
  /** Default: 0. */
  readonly initialLearningRate?: number | undefined;
}

/** A line from `initialLearningRate` to where `learningRate` starts, then that (Goyal et al. 2017, Large minibatch SGD). */
export function linearWarmup(options: LinearWarmupOptions): Schedule {
  const { learningRate, warmupSteps, initialLearningRate = 0 } = options;
  checkOptions("linearWarmup", { warmupSteps }, { above: 0, integer: true });
  checkOptions("linearWarmup", { initialLearningRate }, { from: 0 });
  if (typeof learningRate === "number") checkOptions("linearWarmup", { learningRate }, { from: 0 });
  return schedule(configOf("linearWarmup", options), (step) => {
    const after =
      typeof learningRate === "number" ? literal(learningRate, "float32") : learningRate(step.sub(warmupSteps).maximum(0).cast("int32"));
    const risen = step.div(warmupSteps).minimum(1);
    // While it rises, `after` is the rate at its first step.
    return where(step.less(warmupSteps), after.sub(initialLearningRate).mul(risen).add(initialLearningRate), after);
  });
}
