import type { Tensor } from "@tidu/core-tensor";
import { checkOptions, configOfFunction, isConfig } from "../config.ts";
import type { Config, ConfigValue } from "../config.ts";
import { named } from "../named.ts";
import type { Activation } from "./activation.ts";
import { celu, elu, selu } from "./elu.ts";
import { gelu } from "./gelu.ts";
import { glu } from "./glu.ts";
import { exponential, linear } from "./linear.ts";
import { leakyRelu, relu, relu6 } from "./relu.ts";
import { hardShrink, softShrink, threshold } from "./shrink.ts";
import { hardSigmoid, logSigmoid, sigmoid, sparseSigmoid } from "./sigmoid.ts";
import { hardSilu, mish, silu } from "./silu.ts";
import { logSoftmax, softmax } from "./softmax.ts";
import { softplus, sparsePlus, squareplus } from "./softplus.ts";
import { softsign } from "./softsign.ts";
import { sparsemax } from "./sparsemax.ts";
import { hardTanh, tanh, tanhShrink } from "./tanh.ts";

/** Every activation by its name; `swish` and `hardSwish` are Keras's other names. */
export const functions = {
  celu,
  elu,
  exponential,
  gelu,
  glu,
  hardShrink,
  hardSigmoid,
  hardSilu,
  hardSwish: hardSilu,
  hardTanh,
  leakyRelu,
  linear,
  logSigmoid,
  logSoftmax,
  mish,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  softShrink,
  softsign,
  sparsemax,
  sparsePlus,
  sparseSigmoid,
  squareplus,
  swish: silu,
  tanh,
  tanhShrink,
  threshold,
};

type Functions = typeof functions;
type OptionsOf<K extends keyof Functions> =
  Parameters<Functions[K]> extends readonly [Tensor, (infer O)?] ? (unknown extends O ? never : NonNullable<O>) : never;
type WithOptions = { [K in keyof Functions]: [OptionsOf<K>] extends [never] ? never : K }[keyof Functions];

/** What each activation can be told. */
const optionNames: { readonly [K in WithOptions]: readonly (keyof OptionsOf<K>)[] } = {
  celu: ["alpha"],
  elu: ["alpha"],
  gelu: ["approximate"],
  glu: ["axis"],
  hardShrink: ["threshold"],
  leakyRelu: ["negativeSlope"],
  logSoftmax: ["axis"],
  relu: ["negativeSlope", "maxValue", "threshold"],
  softmax: ["axis"],
  softShrink: ["threshold"],
  sparsemax: ["axis"],
  squareplus: ["b"],
  threshold: ["threshold", "defaultValue"],
};

/** The names that mean an activation without options. */
export type ActivationName = Exclude<keyof Functions, "threshold">;

/** A named activation with options: `{ kind: "leakyRelu", options: { negativeSlope: 0.1 } }`. */
export type ActivationWithOptions = { [K in WithOptions]: { readonly kind: K; readonly options: OptionsOf<K> } }[WithOptions];

/** What layers take as an activation: a name, a name with options, or a function of a tensor. */
export type ActivationLike = ActivationName | ActivationWithOptions | Activation;

/** An activation with what a file holds of it. */
export interface ResolvedActivation {
  readonly apply: Activation;
  /** Its name, a config where it has options, or absent for none. */
  readonly config: ConfigValue;
}

const table: Readonly<Record<string, (x: Tensor, options: never) => Tensor>> = functions;

/** The named activation with options that were checked by name: the one place where a table of different options is called. */
const withOptions = (what: string, name: string, options: object | undefined): Activation => {
  const apply = named(what, name, table);
  return (x) => apply(x, options as never);
};

/**
 * The activation that a layer's option means; `undefined` is none.
 *
 * @param what the option in errors: `dense: activation`
 * @throws with the nearest name when it is not known
 */
export function toActivation(value: ActivationLike | Config | undefined, what = "activation"): ResolvedActivation {
  if (value === undefined) return { apply: linear, config: undefined };
  if (typeof value === "string") return { apply: withOptions(what, value, undefined), config: value };
  if (typeof value === "function") {
    const [name] = Object.entries(table).find(([, known]) => known === value) ?? [];
    return { apply: (x) => value(x), config: name ?? configOfFunction(value, `${what} is a function`) };
  }
  if (isConfig(value)) {
    const { kind, options } = value;
    const known: Readonly<Record<string, readonly string[]>> = optionNames;
    const apply = withOptions(what, kind, options);
    checkOptions(`${what} ${kind}`, options, known[kind] ?? []);
    return { apply, config: value };
  }
  throw new TypeError(`${what}: expected a name, a kind with options or a function, received ${JSON.stringify(value)}.`);
}
