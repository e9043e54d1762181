import type { Tensor } from "@tidu/core-tensor";
import { configOfFunction, isConfig } from "../config.ts";
import type { Config } from "../config.ts";
import { make } from "../named.ts";
import { constant, identity, ones, zeros } from "./constant.ts";
import { initializer } from "./initializer.ts";
import type { Initializer } from "./initializer.ts";
import { orthogonal } from "./orthogonal.ts";
import { stft } from "./stft.ts";
import { randomNormal, randomUniform, truncatedNormal } from "./random.ts";
import { glorotNormal, glorotUniform, heNormal, heUniform, lecunNormal, lecunUniform, varianceScaling } from "./variance-scaling.ts";

/** Every initializer by its name; `normal`, `uniform`, `zero` and `one` are Keras's other names. */
export const factories = {
  zeros,
  ones,
  constant,
  identity,
  randomUniform,
  randomNormal,
  truncatedNormal,
  varianceScaling,
  glorotUniform,
  glorotNormal,
  heUniform,
  heNormal,
  lecunUniform,
  lecunNormal,
  orthogonal,
  stft,
  zero: zeros,
  one: ones,
  uniform: randomUniform,
  normal: randomNormal,
};

export type InitializerName = keyof typeof factories;

/** What layers take as an initializer: a name for its defaults, what a factory made, or any function of a key and a shape. */
export type InitializerLike = InitializerName | Initializer | ((key: Tensor, shape: readonly number[]) => Tensor);

/**
 * The initializer that a layer's option means.
 *
 * @param what the option in errors: `dense: kernelInitializer`
 * @throws with the nearest name when it is not known
 */
export function toInitializer(value: InitializerLike | Config, what = "initializer"): Initializer {
  if (typeof value === "string") return make(what, value, {}, factories);
  if (typeof value === "function") return initializer(configOfFunction(value, `${what} is a function`), value);
  if (isConfig(value)) return make(what, value.kind, value.options, factories);
  throw new TypeError(`${what}: expected a name, an initializer or a function, received ${JSON.stringify(value)}.`);
}
