import { printSpec, unknownName } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { unserializable } from "@tidu/layers";
import type { Config } from "@tidu/layers";
import { lossAliases, losses, lossFromConfig, lossFromName, unserialized } from "../losses/loss-from.ts";
import { accuracy } from "./accuracy.ts";
import { auc } from "./auc.ts";
import { binaryAccuracy } from "./binary-accuracy.ts";
import { categoricalAccuracy } from "./categorical-accuracy.ts";
import { cosineSimilarityMetric } from "./cosine-similarity.ts";
import { f1Score } from "./f1-score.ts";
import { lossMetric } from "./loss-metric.ts";
import { mean } from "./mean.ts";
import { meanMetric } from "./mean-state.ts";
import type { Metric, MetricChoice } from "./metric.ts";
import { perplexity } from "./perplexity.ts";
import { precision } from "./precision.ts";
import { r2Score } from "./r2-score.ts";
import { recall } from "./recall.ts";
import { rootMeanSquaredError } from "./root-mean-squared-error.ts";
import { sparseCategoricalAccuracy } from "./sparse-categorical-accuracy.ts";
import { sparseTopKCategoricalAccuracy } from "./sparse-top-k-categorical-accuracy.ts";
import { sum } from "./sum.ts";
import { topKCategoricalAccuracy } from "./top-k-categorical-accuracy.ts";

/** All metrics by name; those of losses are in `losses`. */
export const metrics = {
  accuracy,
  auc,
  binaryAccuracy,
  categoricalAccuracy,
  cosineSimilarity: cosineSimilarityMetric,
  f1Score,
  mean,
  perplexity,
  precision,
  r2Score,
  recall,
  rootMeanSquaredError,
  sparseCategoricalAccuracy,
  sparseTopKCategoricalAccuracy,
  sum,
  topKCategoricalAccuracy,
};

export type MetricName = keyof typeof metrics | keyof typeof losses | keyof typeof lossAliases | "acc";

/** A metric of one's own: targets and predictions to a value per example, or to a scalar. */
export type MetricFunction = (y: Tensor, prediction: Tensor) => Tensor;

/** A name, a metric, or a function of one's own, which is averaged over the examples. */
export type MetricLike = MetricName | (string & {}) | Metric | MetricChoice | MetricFunction;

/**
 * The metric that a name, a metric or a function stands for. A name is the key in logs as it is written.
 *
 * @throws when the name is unknown, with the nearest one
 */
export function metricFrom(like: MetricLike): Metric | MetricChoice {
  if (typeof like === "string") return metricFromName(like);
  return typeof like === "function" ? metricFromFunction(like) : like;
}

/** The metric of that name with its default options. Upper and lower case do not matter, and Keras's snake_case is found. */
export function metricFromName(name: string): Metric | MetricChoice {
  if (plainName(name) === "acc") return accuracy({ name });
  const factory = Object.entries(metrics).find(([candidate]) => plainName(candidate) === plainName(name))?.[1];
  if (factory !== undefined) return factory({ name });
  const isLoss = [...Object.keys(losses), ...Object.keys(lossAliases)].some((candidate) => plainName(candidate) === plainName(name));
  if (!isLoss) throw new Error(unknownName("metric", name, [...Object.keys(metrics), ...Object.keys(losses), ...Object.keys(lossAliases)]));
  return lossMetric(lossFromName(name), name);
}

/** Makes a metric again from its `config`, as a file holds it. */
export function metricFromConfig({ kind, options }: Config): Metric | MetricChoice {
  if (kind === "unserializable") throw unserialized("metric", options["what"]);
  if (kind === "lossMetric") {
    const { loss, name } = options;
    return lossMetric(lossFromConfig(loss as Config), typeof name === "string" ? name : undefined);
  }
  const known: Readonly<Record<string, (options: object) => Metric | MetricChoice>> = metrics;
  const factory = Object.hasOwn(known, kind) ? known[kind] : undefined;
  if (factory === undefined) throw new Error(unknownName("metric", kind, Object.keys(metrics)));
  return factory(options);
}

/** A function averaged over all examples. */
function metricFromFunction(fn: MetricFunction): Metric {
  const name = fn.name === "" ? "metric" : fn.name;
  return meanMetric({
    name,
    config: unserializable(`the metric function "${name}"`),
    values: (y, prediction) => {
      const values = fn(y, prediction);
      if (values.dtype !== "float32" && values.dtype !== "bool")
        throw new TypeError(`metric "${name}": expected a float32 or bool result, received ${printSpec(values.spec)}.`);
      const numbers = values.cast("float32");
      return numbers.ndim === 0 ? numbers.broadcastTo([prediction.shape[0] ?? 1]) : numbers;
    },
  });
}

const plainName = (name: string): string => name.toLowerCase().replaceAll("_", "");
