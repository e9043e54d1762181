import { literal } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { sparseCategoricalCrossentropy } from "../losses/sparse-categorical-crossentropy.ts";
import { classIdsFor } from "../losses/target-spec.ts";
import { alignedTo } from "../losses/average-loss.ts";
import { classIdsOf } from "./aligned.ts";
import { divideNoNaN } from "./mean-state.ts";
import type { Metric, MetricChoice } from "./metric.ts";

export interface PerplexityOptions {
  /** Whether the output holds logits, without a softmax. Default: false; a softmax that made the output is recognised in any case. */
  readonly fromLogits?: boolean;
  /** An id that is padding: it does not count. Default: none; what a mask leaves out never counts. */
  readonly maskTokenId?: number | undefined;
  /** The key in logs. Default: `"perplexity"`. */
  readonly name?: string;
}

interface PerplexityState {
  readonly [key: string]: Tensor;
  /** The sum of `−log p` over tokens, each weighted. */
  readonly total: Tensor;
  /** The sum of their weights. */
  readonly count: Tensor;
}

/**
 * How many words the model wavers between: `exp` of the average of `−log p` over all tokens, 1 at best, the size of the vocabulary for
 * guessing (KerasHub `Perplexity`, which averages batches; here every token of the pass counts alike). Targets: ids
 * `int32[batch, time]`, outputs `[batch, time, vocabulary]`. Weights of rows or steps count with `weightedMetrics`. Before anything was
 * counted it is 0.
 *
 * @throws when it is resolved for targets that are no ids of the output
 *
 * @example
 * model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy", metrics: [metrics.perplexity({ maskTokenId: 0 })] });
 */
export const perplexity = ({ fromLogits = false, maskTokenId, name = "perplexity" }: PerplexityOptions = {}): MetricChoice => {
  const config = { kind: "perplexity", options: { fromLogits, maskTokenId, name } };
  const loss = sparseCategoricalCrossentropy({ fromLogits, ignoreClass: maskTokenId });
  return {
    name,
    config,
    resolve: (y, prediction): Metric<PerplexityState> => {
      classIdsFor(name, prediction, y);
      return {
        name,
        config,
        init: () => ({ total: literal(0, "float32"), count: literal(0, "float32") }),
        update: ({ total, count }, y, prediction, weight) => {
          const ids = classIdsOf(y, prediction);
          const each = loss.perExample(ids, prediction); // 0 where ids are padding
          const counts = loss.counted?.(ids)?.cast("float32") ?? literal(1, "float32");
          const weights = counts.mul(weight === undefined ? 1 : alignedTo(each, weight, `${name}: weights`)).broadcastTo(each.shape);
          return { total: total.add(each.mul(weights).sum()), count: count.add(weights.sum()) };
        },
        result: ({ total, count }) => divideNoNaN(total, count).exp().mul(count.notEqual(0).cast("float32")),
      };
    },
  };
};
