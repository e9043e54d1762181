import type { Symbolic } from "@tidu/layers";
import { Model } from "./model.ts";
import type { ModelOptions } from "./network-model.ts";
import { buildNetwork } from "./network/network.ts";

export interface FunctionalOptions extends ModelOptions {
  /** What comes in: values made by `input`. */
  readonly inputs: Symbolic | readonly Symbolic[];
  /** What comes out: values that layers made of them. */
  readonly outputs: Symbolic | readonly Symbolic[];
}

/**
 * A model of any graph of layers: several inputs and outputs, branches, shared layers (Keras's functional API).
 *
 * @throws when an output depends on an input that is not given
 *
 * @example
 * const x = input({ shape: [4] });
 * const model = functional({ inputs: x, outputs: dense({ units: 3 })(dense({ units: 8, activation: "relu" })(x)), backend });
 */
export const functional = ({ inputs, outputs, ...options }: FunctionalOptions): Model =>
  new Model(buildNetwork(listOf(inputs), listOf(outputs)), options, "functional");

const listOf = (values: Symbolic | readonly Symbolic[]): readonly Symbolic[] => ("spec" in values ? [values] : values);
