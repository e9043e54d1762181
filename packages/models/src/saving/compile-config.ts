import { optimizerFromConfig } from "@tidu/optimizers";
import type { Config } from "@tidu/layers";
import { lossFromConfig } from "../losses/index.ts";
import { metricFromConfig } from "../metrics/index.ts";
import type { Compiled, CompileOptions } from "../training/compile.ts";

/** How a model was compiled, as JSON. */
export interface CompileConfig {
  readonly optimizer: Config;
  /** Strings and configs where the user gave names, losses and metrics. */
  readonly loss: unknown;
  readonly lossWeights?: unknown;
  readonly metrics?: unknown;
  readonly weightedMetrics?: unknown;
}

/** The config, or `undefined` when a part of it is a function of the user's own. */
export function compileConfigOf({ optimizer, options }: Compiled): CompileConfig | undefined {
  try {
    return {
      optimizer: optimizer.config,
      loss: toConfig(options.loss),
      ...(options.lossWeights !== undefined && { lossWeights: options.lossWeights }),
      ...(options.metrics !== undefined && { metrics: toConfig(options.metrics) }),
      ...(options.weightedMetrics !== undefined && { weightedMetrics: toConfig(options.weightedMetrics) }),
    };
  } catch (error) {
    if (error instanceof HoldsFunction) return undefined;
    throw error;
  }
}

/** The options that `compile` was given. */
export const compileOptionsFrom = ({ optimizer, loss, lossWeights, metrics, weightedMetrics }: CompileConfig): CompileOptions => ({
  optimizer: optimizerFromConfig(optimizer),
  loss: fromConfig(loss, lossFromConfig) as CompileOptions["loss"],
  ...(lossWeights !== undefined && { lossWeights: lossWeights as NonNullable<CompileOptions["lossWeights"]> }),
  ...(metrics !== undefined && { metrics: fromConfig(metrics, metricFromConfig) as NonNullable<CompileOptions["metrics"]> }),
  ...(weightedMetrics !== undefined && { weightedMetrics: fromConfig(weightedMetrics, metricFromConfig) as NonNullable<CompileOptions["weightedMetrics"]> }),
});

class HoldsFunction extends Error {}

function toConfig(value: unknown): unknown {
  if (typeof value === "function") throw new HoldsFunction();
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(toConfig);
  if ("config" in value) {
    if (isConfig(value.config) && value.config.kind === "unserializable") throw new HoldsFunction();
    return value.config;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toConfig(item)]));
}

function fromConfig(value: unknown, make: (config: Config) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => fromConfig(item, make));
  if (typeof value !== "object" || value === null) return value;
  if (isConfig(value)) return make(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromConfig(item, make)]));
}

const isConfig = (value: unknown): value is Config => typeof value === "object" && value !== null && "kind" in value && "options" in value;
