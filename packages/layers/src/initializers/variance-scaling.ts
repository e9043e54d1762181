import { normal, truncatedNormal, uniform } from "@tidu/core-tensor";
import { configOf } from "../config.ts";
import { fans } from "./fans.ts";
import type { FanAxes } from "./fans.ts";
import { seeded } from "./initializer.ts";
import type { Initializer, SeedOptions } from "./initializer.ts";

const modes = ["fanIn", "fanOut", "fanAvg"] as const;
const distributions = ["truncatedNormal", "untruncatedNormal", "uniform"] as const;

interface Rule {
  /** Default: 1. */
  readonly scale?: number | undefined;
  /** What the variance is divided by: inputs, outputs, or their mean. Default: `"fanIn"`. */
  readonly mode?: (typeof modes)[number] | undefined;
  /** Default: `"truncatedNormal"`. */
  readonly distribution?: (typeof distributions)[number] | undefined;
}

/** What the members of the family take. */
export interface FanOptions extends SeedOptions, FanAxes {}

export interface VarianceScalingOptions extends FanOptions, Rule {}

/** The standard deviation of a standard normal distribution cut at ±2. */
const truncatedDeviation = 0.87962566103423978;

/** Variance `scale / n`, where n counts a unit's inputs, outputs or their mean (Keras `VarianceScaling`). */
export function varianceScaling(options: VarianceScalingOptions = {}): Initializer {
  const { scale = 1, mode = "fanIn", distribution = "truncatedNormal", seed, inputAxes, outputAxes } = options;
  if (!(scale > 0)) throw new RangeError(`varianceScaling: expected a scale above 0, received ${scale}.`);
  oneOf("mode", mode, modes);
  oneOf("distribution", distribution, distributions);
  return scaled(
    configOf("varianceScaling", options, { scale, mode, distribution, seed, inputAxes, outputAxes }),
    { scale, mode, distribution },
    options,
  );
}

/** Uniform with variance 2 / (inputs + outputs) (Glorot & Bengio 2010; Keras `GlorotUniform`): the default of dense layers. */
export const glorotUniform = (options: FanOptions = {}): Initializer =>
  member("glorotUniform", { scale: 1, mode: "fanAvg", distribution: "uniform" }, options);

/** Truncated normal with variance 2 / (inputs + outputs) (Glorot & Bengio 2010; Keras `GlorotNormal`). */
export const glorotNormal = (options: FanOptions = {}): Initializer =>
  member("glorotNormal", { scale: 1, mode: "fanAvg", distribution: "truncatedNormal" }, options);

/** Uniform with variance 2 / inputs (He et al. 2015; Keras `HeUniform`): for relu. */
export const heUniform = (options: FanOptions = {}): Initializer =>
  member("heUniform", { scale: 2, mode: "fanIn", distribution: "uniform" }, options);

/** Truncated normal with variance 2 / inputs (He et al. 2015; Keras `HeNormal`): for relu. */
export const heNormal = (options: FanOptions = {}): Initializer =>
  member("heNormal", { scale: 2, mode: "fanIn", distribution: "truncatedNormal" }, options);

/** Uniform with variance 1 / inputs (LeCun et al. 1998; Keras `LecunUniform`). */
export const lecunUniform = (options: FanOptions = {}): Initializer =>
  member("lecunUniform", { scale: 1, mode: "fanIn", distribution: "uniform" }, options);

/** Truncated normal with variance 1 / inputs (LeCun et al. 1998; Keras `LecunNormal`): for selu. */
export const lecunNormal = (options: FanOptions = {}): Initializer =>
  member("lecunNormal", { scale: 1, mode: "fanIn", distribution: "truncatedNormal" }, options);

function member(kind: string, rule: Required<Rule>, options: FanOptions): Initializer {
  const { seed, inputAxes, outputAxes } = options;
  return scaled(configOf(kind, options, { seed, inputAxes, outputAxes }), rule, options);
}

const scaled = (config: Initializer["config"], { scale = 1, mode, distribution }: Rule, options: FanOptions): Initializer =>
  seeded(config, options, (key, shape) => {
    const { fanIn, fanOut } = fans(shape, options);
    const n = mode === "fanIn" ? fanIn : mode === "fanOut" ? fanOut : (fanIn + fanOut) / 2;
    const variance = scale / Math.max(1, n);
    if (distribution === "truncatedNormal") return truncatedNormal(key, shape, 0, Math.sqrt(variance) / truncatedDeviation);
    if (distribution === "untruncatedNormal") return normal(key, shape, 0, Math.sqrt(variance));
    const limit = Math.sqrt(3 * variance);
    return uniform(key, shape, -limit, limit);
  });

function oneOf(option: string, value: string, known: readonly string[]): void {
  if (!known.includes(value))
    throw new RangeError(`varianceScaling: expected ${option} ${known.map((name) => `"${name}"`).join(" or ")}, received "${value}".`);
}
