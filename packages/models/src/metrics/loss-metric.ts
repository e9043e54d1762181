import type { Tensor, TensorSpec } from "@tidu/core-tensor";
import type { Loss } from "../losses/loss.ts";
import { classIdsOf, numbersFor } from "./aligned.ts";
import type { MetricChoice } from "./metric.ts";
import { meanMetric } from "./mean-state.ts";

/**
 * A loss as a metric: its average over all examples.
 *
 * @param name the key in logs; default: the loss's name
 * @throws when it is resolved for targets that do not fit the loss
 */
export const lossMetric = (loss: Loss, name: string = loss.name): MetricChoice => ({
  name,
  config: { kind: "lossMetric", options: { loss: loss.config, name } },
  resolve: (y: TensorSpec, prediction: TensorSpec) => {
    const target = loss.target(prediction, y);
    const prepared = (y: Tensor, prediction: Tensor): Tensor =>
      target.dtype === "int32" ? classIdsOf(y, prediction) : numbersFor(y, prediction);
    return meanMetric({
      name,
      config: { kind: "lossMetric", options: { loss: loss.config, name } },
      values: (y, prediction, mask) => loss.perExample(prepared(y, prediction), prediction, mask),
      counted: loss.counted && ((y, prediction) => loss.counted?.(prepared(y, prediction))),
    });
  },
});
