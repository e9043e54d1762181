import { flatten, leavesAt, literal, unflatten, where } from "@tidu/core-tensor";
import type { Tree } from "@tidu/core-tensor";
import { checkOptions } from "../check-option.ts";
import { configOf } from "../config.ts";
import { mapLeaves } from "../transform.ts";
import type { Transform } from "../transform.ts";

export interface EmaOptions {
  /** How much of the average stays in each step. Default: 0.99. */
  readonly momentum?: number | undefined;
  /** Every so many steps the parameters become their average. Default: never. */
  readonly overwriteFrequency?: number | undefined;
}

/**
 * Keeps a moving average of the updated parameters, `average = momentum · average + (1 − momentum) · parameter`, which starts as
 * the parameters after the first step; training ends with it (Polyak & Juditsky 1992). It stands last. Keras: `use_ema`.
 */
export function ema(options: EmaOptions = {}): Transform<{ readonly average: Tree }> {
  const { momentum = 0.99, overwriteFrequency } = options;
  checkOptions("ema", { momentum }, { from: 0, to: 1 });
  checkOptions("ema", { overwriteFrequency }, { from: 1, integer: true });
  return {
    config: configOf("ema", options),
    init: (params) => ({ average: params }),
    update: (updates, state, { params, step }) => {
      const stays = where(step.equal(0), 0, literal(momentum, "float32"));
      const joins = where(step.equal(0), 1, literal(1 - momentum, "float32"));
      const average = mapLeaves(updates, (update, param, old) => old.mul(stays).add(param.add(update).mul(joins)), params, state.average);
      if (overwriteFrequency === undefined) return [updates, { average }];
      const overwrite = step.add(1).mod(overwriteFrequency).equal(0);
      return [mapLeaves(updates, (update, param, kept) => where(overwrite, kept.sub(param), update), params, average), { average }];
    },
    finalize: (params, { average }) => {
      const { paths, structure } = flatten(params);
      return unflatten(structure, leavesAt(average, paths));
    },
  };
}
