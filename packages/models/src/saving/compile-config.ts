import { optimizerFromConfig } from "@tidu/optimizers";
import { isConfig, unserializable, unserializableParts } from "@tidu/layers";
import type { Config, ConfigValue, CustomObjects } from "@tidu/layers";
import { lossFromConfig } from "../losses/index.ts";
import { metricFromConfig } from "../metrics/index.ts";
import type { Compiled, CompileOptions } from "../training/compile.ts";

/** How a model was compiled, as JSON. */
export interface CompileConfig {
  readonly optimizer: Config;
  /** Strings and configs where the user gave names, losses and metrics. */
  readonly loss: ConfigValue;
  readonly lossWeights?: ConfigValue;
  readonly metrics?: ConfigValue;
  readonly weightedMetrics?: ConfigValue;
}

/** The config, or what of it a file cannot hold: a function of the user's own that has no name. */
export function compileConfigOf({ optimizer, options }: Compiled): { readonly config: CompileConfig } | { readonly missing: string } {
  const { loss, lossWeights, metrics, weightedMetrics } = options;
  const config: CompileConfig = {
    optimizer: optimizer.config,
    loss: toConfig(loss),
    ...(lossWeights !== undefined && { lossWeights: toConfig(lossWeights) }),
    ...(metrics !== undefined && { metrics: toConfig(metrics) }),
    ...(weightedMetrics !== undefined && { weightedMetrics: toConfig(weightedMetrics) }),
  };
  const [missing] = unserializableParts(Object.values(config));
  return missing === undefined ? { config } : { missing };
}

/**
 * The options that `compile` was given.
 *
 * @throws when the file names a function that `custom` lacks, or something is unknown
 */
export function compileOptionsFrom(
  { optimizer, loss, lossWeights, metrics, weightedMetrics }: CompileConfig,
  { functions = {} }: CustomObjects,
): CompileOptions {
  const make = (what: string, value: ConfigValue, known: (config: Config) => object): unknown =>
    fromConfig(value, (config) => (config.kind === "function" ? functionNamed(what, config, functions) : known(config)));
  // The shapes of lists and records are those that compile was given.
  return {
    optimizer: optimizerFromConfig(optimizer),
    loss: make("loss", loss, lossFromConfig) as CompileOptions["loss"],
    ...(lossWeights !== undefined && { lossWeights: lossWeights as NonNullable<CompileOptions["lossWeights"]> }),
    ...(metrics !== undefined && { metrics: make("metrics", metrics, metricFromConfig) as NonNullable<CompileOptions["metrics"]> }),
    ...(weightedMetrics !== undefined && {
      weightedMetrics: make("weightedMetrics", weightedMetrics, metricFromConfig) as NonNullable<CompileOptions["weightedMetrics"]>,
    }),
  };
}

function toConfig(value: unknown): ConfigValue {
  if (typeof value === "string" || typeof value === "number") return value;
  if (Array.isArray(value)) return value.map(toConfig);
  if ((typeof value === "object" && value !== null) || typeof value === "function") {
    if ("config" in value && isConfig(value.config)) return value.config;
    if (typeof value === "function") return unserializable(`the function "${value.name === "" ? "without a name" : value.name}"`);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toConfig(item)]));
  }
  return undefined;
}

function fromConfig(value: ConfigValue, make: (config: Config) => object): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isConfig(value)) return make(value);
  if (isList(value)) return value.map((item) => fromConfig(item, make));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromConfig(item, make)]));
}

const isList = (value: object): value is readonly ConfigValue[] => Array.isArray(value);

function functionNamed(what: string, config: Config, functions: NonNullable<CustomObjects["functions"]>): object {
  const name = typeof config.options["name"] === "string" ? config.options["name"] : "";
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (found === undefined)
    throw new Error(`load: ${what}: the file names a function "${name}". Pass it again: { custom: { functions: { "${name}": … } } }.`);
  return Object.assign(found, { config });
}
