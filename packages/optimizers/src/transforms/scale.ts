import { checkOptions } from "../check-option.ts";
import { mapLeaves, stateless } from "../transform.ts";
import type { Transform } from "../transform.ts";

/** Multiplies by a number. */
export function scale(factor: number): Transform {
  checkOptions("scale", { factor }, {});
  return stateless({ kind: "scale", options: { factor } }, (updates) => mapLeaves(updates, (update) => update.mul(factor)));
}
