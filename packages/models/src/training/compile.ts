import { optimizerFromName } from "@tidu/optimizers";
import type { Optimizer } from "@tidu/optimizers";
import type { Backend, TensorSpec } from "@tidu/core-tensor";
import { lossFrom } from "../losses/index.ts";
import type { LossLike } from "../losses/index.ts";
import { metricFrom } from "../metrics/index.ts";
import type { MetricLike } from "../metrics/index.ts";
import type { Network } from "../network/network.ts";
import type { MeasuredBy, Objective } from "./objective.ts";
import { metricsPerOutput, perOutput } from "./per-output.ts";
import type { MetricLists, PerOutput } from "./per-output.ts";

export interface CompileOptions {
  /** A name (`"adam"`) or an optimizer (`adam({ learningRate: 0.01 })`). Default: `"rmsprop"`, as in Keras. */
  readonly optimizer?: string | Optimizer;
  /** A name (`"meanSquaredError"`, `"mse"`), a loss, or a function of targets and predictions. */
  readonly loss: PerOutput<LossLike>;
  /** The shares of the outputs in the total loss. Default: 1 each. */
  readonly lossWeights?: PerOutput<number>;
  /** What else to measure. These ignore sample and class weights. */
  readonly metrics?: MetricLists;
  /** Metrics that count sample and class weights. */
  readonly weightedMetrics?: MetricLists;
  /** The engine. Default: the model's. */
  readonly backend?: Backend;
}

/** The options with names resolved, before the targets are known. */
export interface Compiled {
  readonly optimizer: Optimizer;
  readonly options: CompileOptions;
}

/** @throws when the optimizer's name is unknown, with the nearest one */
export const compileOptions = (options: CompileOptions): Compiled => {
  const { optimizer = "rmsprop" } = options;
  return { options, optimizer: typeof optimizer === "string" ? optimizerFromName(optimizer) : optimizer };
};

/**
 * Checks what does not depend on the data: names of losses, metrics and outputs.
 *
 * @throws with the nearest name
 */
export function checkCompiled({ options }: Compiled, network: Network): void {
  const names = network.outputs.map(({ name }) => name);
  for (const loss of perOutput("loss", options.loss, names, isLoss)) lossFrom(loss);
  if (options.lossWeights !== undefined) perOutput("lossWeights", options.lossWeights, names, isNumber);
  for (const what of ["metrics", "weightedMetrics"] as const) {
    for (const metric of metricsPerOutput(what, options[what], names).flat()) metricFrom(metric);
  }
}

/**
 * What each output is trained and measured by, now that the targets are known.
 *
 * @param targets specs of the targets as the user passed them, one per output
 * @param where the method that was called, for errors
 * @throws when a loss does not fit its output or its targets, or a name is unknown
 */
export function objectivesOf({ options }: Compiled, network: Network, targets: readonly TensorSpec[], where: string): readonly Objective[] {
  const names = network.outputs.map(({ name }) => name);
  const losses = perOutput("loss", options.loss, names, isLoss);
  const shares = options.lossWeights === undefined ? names.map(() => 1) : perOutput("lossWeights", options.lossWeights, names, isNumber);
  const metrics = metricsPerOutput("metrics", options.metrics, names);
  const weighted = metricsPerOutput("weightedMetrics", options.weightedMetrics, names);
  return network.outputs.map(({ name, spec }, i): Objective => {
    const given = targets[i];
    const like = losses[i];
    if (like === undefined || given === undefined) throw new Error(`${where}: the output "${name}" has no loss. Give one per output.`);
    const loss = lossFrom(like);
    const target = naming(`${where}: output "${name}"`, () => loss.target(spec, given));
    const measure = (metric: MetricLike, counts: boolean): MeasuredBy => {
      const chosen = metricFrom(metric);
      const resolved = "resolve" in chosen ? naming(`${where}: output "${name}"`, () => chosen.resolve(target, spec)) : chosen;
      return { key: names.length > 1 ? `${name}_${chosen.name}` : chosen.name, metric: resolved, weighted: counts };
    };
    const all = [
      ...(metrics[i] ?? []).map((metric) => measure(metric, false)),
      ...(weighted[i] ?? []).map((metric) => measure(metric, true)),
    ];
    return { output: name, prediction: spec, target, loss, lossWeight: shares[i] ?? 1, metrics: distinctKeys(all) };
  });
}

/** A metric asked for twice (plain and weighted) keeps both values. */
const distinctKeys = (measures: readonly MeasuredBy[]): readonly MeasuredBy[] =>
  measures.map((measure, i) => {
    const before = measures.slice(0, i).filter(({ key }) => key === measure.key).length;
    if (before === 0) return measure;
    return {
      ...measure,
      key: `${measure.weighted ? "weighted_" : ""}${measure.key}${before > 1 || !measure.weighted ? `_${before}` : ""}`,
    };
  });

/** Says where in front of what a loss or metric says. */
function naming<T>(where: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

const isLoss = (value: unknown): value is LossLike =>
  typeof value === "string" || typeof value === "function" || (typeof value === "object" && value !== null && "perExample" in value);

const isNumber = (value: unknown): value is number => typeof value === "number";
