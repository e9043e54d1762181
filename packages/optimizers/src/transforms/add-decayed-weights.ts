import { checkOptions } from "../check-option.ts";
import { mapLeaves, stateless } from "../transform.ts";
import type { Transform } from "../transform.ts";

/**
 * Subtracts `learningRate · weightDecay · parameter`, apart from the gradient (Loshchilov & Hutter 2019, Decoupled weight decay
 * regularization). It stands behind the optimizer. Keras: `weight_decay`.
 */
export function addDecayedWeights(weightDecay: number): Transform {
  checkOptions("addDecayedWeights", { weightDecay }, { from: 0 });
  return stateless({ kind: "addDecayedWeights", options: { weightDecay } }, (updates, { params, learningRate }) => {
    const rate = learningRate.mul(weightDecay);
    return mapLeaves(updates, (update, param) => update.sub(param.mul(rate)), params);
  });
}
