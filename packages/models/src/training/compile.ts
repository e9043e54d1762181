import { unknownName } from "@tidu/core-tensor";
import type { Backend, TensorSpec } from "@tidu/core-tensor";
import { optimizerFromName } from "@tidu/optimizers";
import type { Optimizer } from "@tidu/optimizers";
import { lossFrom } from "../losses/index.ts";
import type { LossLike } from "../losses/index.ts";
import { metricFrom } from "../metrics/index.ts";
import type { MetricLike } from "../metrics/index.ts";
import type { Network } from "../network/network.ts";
import type { MeasuredBy, Objective } from "./objective.ts";

/** One value for all outputs, one per output in order, or by the outputs' names. */
export type PerOutput<T> = T | readonly T[] | { readonly [output: string]: T };

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

/** A list for the only output, or lists by output. */
export type MetricLists = readonly MetricLike[] | readonly (readonly MetricLike[])[] | { readonly [output: string]: MetricLike | readonly MetricLike[] };

/** The options with names resolved, before the targets are known. */
export interface Compiled {
  readonly optimizer: Optimizer;
  readonly options: CompileOptions;
}

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
  perOutput("loss", options.loss, names).forEach((loss) => lossFrom(loss));
  if (options.lossWeights !== undefined) perOutput("lossWeights", options.lossWeights, names);
  for (const list of [...metricsPerOutput("metrics", options.metrics, names), ...metricsPerOutput("weightedMetrics", options.weightedMetrics, names)]) list.forEach((metric) => metricFrom(metric));
}

/**
 * What each output is trained and measured by, now that the targets are known.
 *
 * @param targets specs of the targets as the user passed them, one per output
 * @throws when a loss does not fit its output or its targets, or a name is unknown
 */
export function objectivesOf({ options }: Compiled, network: Network, targets: readonly TensorSpec[]): readonly Objective[] {
  const names = network.outputs.map(({ name }) => name);
  const losses = perOutput("loss", options.loss, names);
  const shares = options.lossWeights === undefined ? names.map(() => 1) : perOutput("lossWeights", options.lossWeights, names);
  const metrics = metricsPerOutput("metrics", options.metrics, names);
  const weighted = metricsPerOutput("weightedMetrics", options.weightedMetrics, names);
  return network.outputs.map(({ name, spec }, i): Objective => {
    const given = targets[i];
    const like = losses[i];
    if (like === undefined || given === undefined) throw new Error(`compile: the output "${name}" has no loss. Give one per output.`);
    const loss = lossFrom(like);
    const target = loss.target(spec, given);
    const measure = (metric: MetricLike, counts: boolean): MeasuredBy => {
      const chosen = metricFrom(metric);
      const resolved = "resolve" in chosen ? chosen.resolve(target, spec) : chosen;
      return { key: names.length > 1 ? `${name}_${chosen.name}` : chosen.name, metric: resolved, weighted: counts };
    };
    const all = [...(metrics[i] ?? []).map((metric) => measure(metric, false)), ...(weighted[i] ?? []).map((metric) => measure(metric, true))];
    return { output: name, prediction: spec, target, loss, lossWeight: shares[i] ?? 1, metrics: uniqueKeys(all) };
  });
}

/** A metric asked for twice (plain and weighted) keeps both values. */
const uniqueKeys = (measures: readonly MeasuredBy[]): readonly MeasuredBy[] =>
  measures.map((measure, i) => {
    const before = measures.slice(0, i).filter(({ key }) => key === measure.key).length;
    return before === 0 ? measure : { ...measure, key: `${measure.weighted ? "weighted_" : ""}${measure.key}${before > 1 || !measure.weighted ? `_${before}` : ""}` };
  });

function perOutput<T>(what: string, given: PerOutput<T>, names: readonly string[]): readonly T[] {
  if (Array.isArray(given)) {
    if (given.length !== names.length) throw new Error(`compile: ${what} has ${given.length} entries for ${names.length} outputs (${names.join(", ")}).`);
    return given;
  }
  if (isByName<T>(given, names)) return byName(what, given, names);
  if (names.length > 1 && typeof given === "object" && given !== null && !("perExample" in given)) return byName(what, given as { readonly [output: string]: T }, names);
  return names.map(() => given as T);
}

const isByName = <T>(given: PerOutput<T>, names: readonly string[]): given is { readonly [output: string]: T } =>
  typeof given === "object" && given !== null && Object.keys(given).every((key) => names.includes(key));

function byName<T>(what: string, given: { readonly [output: string]: T }, names: readonly string[]): readonly T[] {
  const unknown = Object.keys(given).find((key) => !names.includes(key));
  if (unknown !== undefined) throw new Error(`compile: ${what}: ${unknownName("output", unknown, names)}`);
  return names.map((name) => {
    const own = given[name];
    if (own === undefined) throw new Error(`compile: ${what} lacks the output "${name}".`);
    return own;
  });
}

function metricsPerOutput(what: string, given: MetricLists | undefined, names: readonly string[]): readonly (readonly MetricLike[])[] {
  if (given === undefined) return names.map(() => []);
  if (Array.isArray(given)) {
    const nested = given.some((entry) => Array.isArray(entry));
    if (nested) {
      if (given.length !== names.length) throw new Error(`compile: ${what} has ${given.length} lists for ${names.length} outputs (${names.join(", ")}).`);
      return given as readonly (readonly MetricLike[])[];
    }
    return names.map(() => given as readonly MetricLike[]);
  }
  const record = given as { readonly [output: string]: MetricLike | readonly MetricLike[] };
  const unknown = Object.keys(record).find((key) => !names.includes(key));
  if (unknown !== undefined) throw new Error(`compile: ${what}: ${unknownName("output", unknown, names)}`);
  return names.map((name) => {
    const own = record[name];
    return own === undefined ? [] : Array.isArray(own) ? (own as readonly MetricLike[]) : [own as MetricLike];
  });
}
