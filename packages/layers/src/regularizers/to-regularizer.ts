import type { Tensor } from "@tidu/core-tensor";
import { configOfFunction, isConfig } from "../config.ts";
import type { Config } from "../config.ts";
import { make, named } from "../named.ts";
import { l1, l1l2, l2 } from "./norm-penalty.ts";
import { orthogonalRegularizer } from "./orthogonal-regularizer.ts";
import { regularizer } from "./regularizer.ts";
import type { Regularizer } from "./regularizer.ts";

/** Every regularizer by its name. */
export const factories = { l1, l2, l1l2, orthogonalRegularizer };

export type RegularizerName = keyof typeof factories;

/** What layers take as a regularizer: a name for its defaults, what a factory made, or any function of the weight to a scalar. */
export type RegularizerLike = RegularizerName | Regularizer | ((weight: Tensor) => Tensor);

/** By name, "l1l2" has both factors at 0.01, as Keras documents; the factory's own default is 0. */
const byName: Readonly<Record<string, () => Regularizer>> = { ...factories, l1l2: () => l1l2({ l1: 0.01, l2: 0.01 }) };

/**
 * The regularizer that a layer's option means.
 *
 * @param what the option in errors: `dense: kernelRegularizer`
 * @throws with the nearest name when it is not known
 */
export function toRegularizer(value: RegularizerLike | Config | undefined, what = "regularizer"): Regularizer | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string") return named(what, value, byName)();
  if (typeof value === "function") return regularizer(configOfFunction(value, `${what} is a function`), value);
  if (isConfig(value)) return make(what, value.kind, value.options, factories);
  throw new TypeError(`${what}: expected a name, a regularizer or a function, received ${JSON.stringify(value)}.`);
}
