import { scan } from "@tidu/core-tensor";
import type { Tensor, Tree } from "@tidu/core-tensor";
import { applyNetwork } from "../network/apply-network.ts";
import type { FlatWeights } from "../network/weight-paths.ts";
import { totalLoss, updateMetrics } from "./objective.ts";
import { penalties, takeBatch } from "./train-step.ts";
import type { ResidentData, StepLogs, TrainingSetup } from "./train-step.ts";

/** What batches of an evaluation hand on: the metrics so far, and the states of stateful layers by path. */
export type Measured = { readonly metrics: readonly Tree[]; readonly states: FlatWeights };

/** The metrics after some more batches, and the losses of each. */
export const evaluateSteps = (
  setup: TrainingSetup,
  measured: Measured,
  weights: FlatWeights,
  data: ResidentData,
  indices: Tensor,
): readonly [Measured, StepLogs] => {
  // Without metrics nothing is carried; a scan then maps its body over the batches.
  const { network, objectives, regularizers } = setup;
  return scan(
    ({ metrics, states }: Measured, rows: Tensor) => {
      const batch = takeBatch(data, rows, setup);
      const { losses, updates, ...predictions } = applyNetwork(network, { ...weights, ...states }, batch.x, { training: false });
      const next = Object.fromEntries(Object.entries(states).map(([path, state]) => [path, updates[path] ?? state]));
      const { total, perOutput } = totalLoss(objectives, batch, predictions, [...losses, ...penalties(regularizers, weights)]);
      const each =
        objectives.length > 1 ? Object.fromEntries(objectives.map(({ output }, i) => [`${output}_loss`, perOutput[i] ?? total])) : {};
      return [
        { metrics: updateMetrics(objectives, metrics, batch, predictions), states: next },
        { loss: total, ...each },
      ] as const;
    },
    measured,
    indices,
  );
};
