import { scan } from "@tidu/core-tensor";
import type { Tensor, Tree } from "@tidu/core-tensor";
import { applyNetwork } from "../network/apply-network.ts";
import type { FlatWeights } from "../network/weight-paths.ts";
import { totalLoss, updateMetrics } from "./objective.ts";
import { penalties, takeBatch } from "./train-step.ts";
import type { ResidentData, StepLogs, TrainingSetup } from "./train-step.ts";

/** The metrics after some more batches, and the losses of each. */
export const evaluateSteps = (
  setup: TrainingSetup,
  states: readonly Tree[],
  weights: FlatWeights,
  data: ResidentData,
  indices: Tensor,
): readonly [readonly Tree[], StepLogs] => {
  // Without metrics nothing is carried; a scan then maps its body over the batches.
  const { network, objectives, regularizers } = setup;
  return scan(
    (metrics: readonly Tree[], rows: Tensor) => {
      const batch = takeBatch(data, rows, setup);
      const { losses, ...predictions } = applyNetwork(network, weights, batch.x, { training: false });
      const { total, perOutput } = totalLoss(objectives, batch, predictions, [...losses, ...penalties(regularizers, weights)]);
      const each =
        objectives.length > 1 ? Object.fromEntries(objectives.map(({ output }, i) => [`${output}_loss`, perOutput[i] ?? total])) : {};
      return [updateMetrics(objectives, metrics, batch, predictions), { loss: total, ...each }] as const;
    },
    states,
    indices,
  );
};
