import { unknownName } from "@tidu/core-tensor";
import { chain } from "./chain.ts";
import { isConfig } from "./config.ts";
import type { Config, ConfigOptions, ConfigValue } from "./config.ts";
import { factoryOf } from "./from-name.ts";
import type { Optimizer } from "./optimizer.ts";
import { cosineDecay } from "./schedules/cosine-decay.ts";
import { cosineDecayRestarts } from "./schedules/cosine-decay-restarts.ts";
import { exponentialDecay } from "./schedules/exponential-decay.ts";
import { inverseTimeDecay } from "./schedules/inverse-time-decay.ts";
import { linearWarmup } from "./schedules/linear-warmup.ts";
import { piecewiseConstantDecay } from "./schedules/piecewise-constant-decay.ts";
import { polynomialDecay } from "./schedules/polynomial-decay.ts";
import type { Schedule } from "./schedules/schedule.ts";
import type { Transform } from "./transform.ts";
import { addDecayedWeights } from "./transforms/add-decayed-weights.ts";
import { clipByGlobalNorm } from "./transforms/clip-by-global-norm.ts";
import { clipByNorm } from "./transforms/clip-by-norm.ts";
import { clipByValue } from "./transforms/clip-by-value.ts";
import { ema } from "./transforms/ema.ts";
import { scale } from "./transforms/scale.ts";
import { scaleBySchedule } from "./transforms/scale-by-schedule.ts";

/** All learning rate schedules by name. */
export const schedules = {
  cosineDecay,
  cosineDecayRestarts,
  exponentialDecay,
  inverseTimeDecay,
  linearWarmup,
  piecewiseConstantDecay,
  polynomialDecay,
};

/**
 * Makes an optimizer again from its `config`, as a file holds it.
 *
 * @throws when the kind is unknown, with the nearest name
 */
export function optimizerFromConfig({ kind, options }: Config): Optimizer {
  if (kind !== "chain") return factoryOf(kind)(withSchedules(options));
  const { transforms } = options;
  const configs: readonly ConfigValue[] = isList(transforms) ? transforms : [];
  return chain(
    ...configs
      .filter(isConfig)
      .map((config) => (config.kind in transformFromOptions ? transformFromConfig(config) : optimizerFromConfig(config))),
  );
}

/** Makes a schedule again from its `config`. */
export function scheduleFromConfig({ kind, options }: Config): Schedule {
  if (!(kind in schedules)) throw new Error(unknownName("schedule", kind, Object.keys(schedules)));
  const factory = schedules[kind as keyof typeof schedules];
  return factory(withSchedules(options) as never);
}

/** Makes a transform again from its `config`. */
export function transformFromConfig({ kind, options }: Config): Transform {
  if (!(kind in transformFromOptions)) throw new Error(unknownName("transform", kind, Object.keys(transformFromOptions)));
  return transformFromOptions[kind as keyof typeof transformFromOptions](options);
}

const transformFromOptions = {
  addDecayedWeights: (options: ConfigOptions) => addDecayedWeights(numberAt(options, "weightDecay")),
  clipByGlobalNorm: (options: ConfigOptions) => clipByGlobalNorm(numberAt(options, "globalClipNorm")),
  clipByNorm: (options: ConfigOptions) => clipByNorm(numberAt(options, "clipNorm")),
  clipByValue: (options: ConfigOptions) => clipByValue(numberAt(options, "clipValue")),
  ema: (options: ConfigOptions): Transform => ema(options),
  scale: (options: ConfigOptions) => scale(numberAt(options, "factor")),
  scaleBySchedule: ({ schedule }: ConfigOptions) => scaleBySchedule(scheduleFromConfig(schedule as Config)),
};

/** Configs among the options are schedules. */
const withSchedules = (options: ConfigOptions): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [name, isConfig(value) ? scheduleFromConfig(value) : value]));

const numberAt = (options: ConfigOptions, name: string): number => Number(options[name]);

const isList = (value: ConfigValue): value is readonly ConfigValue[] => Array.isArray(value);
