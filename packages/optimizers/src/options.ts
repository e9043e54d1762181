import { checkOptions } from "./check-option.ts";
import { configOf } from "./config.ts";
import type { Config } from "./config.ts";
import { optimizerOf } from "./optimizer.ts";
import type { Optimizer } from "./optimizer.ts";
import type { Schedule } from "./schedules/schedule.ts";
import { addDecayedWeights } from "./transforms/add-decayed-weights.ts";
import { clipByGlobalNorm } from "./transforms/clip-by-global-norm.ts";
import { clipByNorm } from "./transforms/clip-by-norm.ts";
import { clipByValue } from "./transforms/clip-by-value.ts";
import { ema } from "./transforms/ema.ts";
import { sequence } from "./transform.ts";
import type { Transform } from "./transform.ts";

/** Options that every optimizer takes, with Keras's meaning. */
export interface OptimizerOptions {
  /** A number, or a function of the step such as `cosineDecay({ … })`. */
  readonly learningRate?: number | Schedule | undefined;
  /** Each step also subtracts `learningRate · weightDecay · parameter` (decoupled decay). Default: none. */
  readonly weightDecay?: number | undefined;
  /** The largest norm of each parameter's gradient; longer ones are scaled down. Default: any. */
  readonly clipNorm?: number | undefined;
  /** The largest absolute value in a gradient. Default: any. */
  readonly clipValue?: number | undefined;
  /** The largest norm of all gradients together. Default: any. */
  readonly globalClipNorm?: number | undefined;
  /** Keep a moving average of the parameters; training ends with it. Default: false. */
  readonly useEma?: boolean | undefined;
  /** How much of the average stays in each step. Default: 0.99. */
  readonly emaMomentum?: number | undefined;
  /** Every so many steps the parameters become their average. Default: only at the end of training. */
  readonly emaOverwriteFrequency?: number | undefined;
}

/**
 * Surrounds an optimizer's rule with the options that all take, in Keras's order: clip, rule, weight decay, average.
 *
 * @param kind the factory's name
 * @param options as the user gave them
 * @param defaults the options that this optimizer sets by itself
 * @throws when an option is out of range, or gradients would be clipped in two ways
 */
export function withOptions(
  kind: string,
  options: OptimizerOptions,
  defaults: { readonly learningRate: number; readonly weightDecay?: number },
  rule: (config: Config) => Transform,
): Optimizer {
  const { learningRate = defaults.learningRate, weightDecay = defaults.weightDecay, clipNorm, clipValue, globalClipNorm } = options;
  const { useEma = false, emaMomentum, emaOverwriteFrequency } = options;
  if (typeof learningRate === "number") checkOptions(kind, { learningRate }, { from: 0 });
  checkOptions(kind, { weightDecay }, { from: 0 });
  const clips = Object.entries({ clipNorm, clipValue, globalClipNorm }).filter(([, value]) => value !== undefined);
  if (clips.length > 1)
    throw new Error(
      `${kind}: gradients are clipped in one way, received ${clips.map(([name]) => name).join(" and ")}. Use chain(…) to combine them.`,
    );

  const config = configOf(kind, options);
  const stages: readonly (Transform | false)[] = [
    clipNorm !== undefined && clipByNorm(clipNorm),
    globalClipNorm !== undefined && clipByGlobalNorm(globalClipNorm),
    clipValue !== undefined && clipByValue(clipValue),
    rule(config),
    weightDecay !== undefined && addDecayedWeights(weightDecay),
    useEma && ema({ momentum: emaMomentum, overwriteFrequency: emaOverwriteFrequency }),
  ];
  return optimizerOf(
    config,
    learningRate,
    sequence(
      config,
      stages.filter((stage) => stage !== false),
    ),
  );
}
