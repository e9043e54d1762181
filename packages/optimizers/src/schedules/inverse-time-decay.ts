import { literal } from "@tidu/core-tensor";
import { checkOptions } from "../check-option.ts";
import { configOf } from "../config.ts";
import { schedule } from "./schedule.ts";
import type { Schedule } from "./schedule.ts";

export interface InverseTimeDecayOptions {
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Fall in jumps, every `decaySteps`. Default: false. */
  readonly staircase?: boolean | undefined;
}

/** `initialLearningRate / (1 + decayRate · step / decaySteps)`. Keras: `InverseTimeDecay`. */
export function inverseTimeDecay(options: InverseTimeDecayOptions): Schedule {
  const { initialLearningRate, decaySteps, decayRate, staircase = false } = options;
  checkOptions("inverseTimeDecay", { decaySteps }, { above: 0 });
  checkOptions("inverseTimeDecay", { initialLearningRate, decayRate }, { from: 0 });
  return schedule(configOf("inverseTimeDecay", options), (step) => {
    const elapsed = step.div(decaySteps);
    const p = staircase ? elapsed.floor() : elapsed;
    return literal(initialLearningRate, "float32").div(p.mul(decayRate).add(1));
  });
}
