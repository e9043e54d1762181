import type { Tensor } from "@tidu/core-tensor";
import { configOfFunction, isConfig } from "../config.ts";
import type { Config } from "../config.ts";
import { make } from "../named.ts";
import { constraint } from "./constraint.ts";
import type { Constraint } from "./constraint.ts";
import { nonNeg } from "./non-neg.ts";
import { maxNorm, minMaxNorm, unitNorm } from "./norm-constraints.ts";

/** Every constraint by its name. */
export const factories = { maxNorm, minMaxNorm, nonNeg, unitNorm };

export type ConstraintName = keyof typeof factories;

/** What layers take as a constraint: a name for its defaults, what a factory made, or any function of the weight. */
export type ConstraintLike = ConstraintName | Constraint | ((weight: Tensor) => Tensor);

/**
 * The constraint that a layer's option means.
 *
 * @param what the option in errors: `dense: kernelConstraint`
 * @throws with the nearest name when it is not known
 */
export function toConstraint(value: ConstraintLike | Config | undefined, what = "constraint"): Constraint | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string") return make(what, value, {}, factories);
  if (typeof value === "function") return constraint(configOfFunction(value, `${what} is a function`), value);
  if (isConfig(value)) return make(what, value.kind, value.options, factories);
  throw new TypeError(`${what}: expected a name, a constraint or a function, received ${JSON.stringify(value)}.`);
}
