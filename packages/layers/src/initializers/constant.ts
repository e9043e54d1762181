import { eye, full, printShape } from "@tidu/core-tensor";
import { configOf } from "../config.ts";
import { initializer } from "./initializer.ts";
import type { Initializer } from "./initializer.ts";

type NoOptions = Readonly<Record<never, never>>;

export interface ConstantOptions {
  /** Default: 0. */
  readonly value?: number | undefined;
}

export interface IdentityOptions {
  /** The value on the diagonal. Default: 1. */
  readonly gain?: number | undefined;
}

/** All 0 (Keras `Zeros`). */
export const zeros = (options: NoOptions = {}): Initializer => initializer(configOf("zeros", options, {}), (_, shape) => full(shape, 0));

/** All 1 (Keras `Ones`). */
export const ones = (options: NoOptions = {}): Initializer => initializer(configOf("ones", options, {}), (_, shape) => full(shape, 1));

/** One value everywhere (Keras `Constant`). */
export function constant(options: ConstantOptions = {}): Initializer {
  const { value = 0 } = options;
  return initializer(configOf("constant", options, { value }), (_, shape) => full(shape, value));
}

/** `gain` on the diagonal of a matrix, 0 elsewhere (Keras `Identity`). */
export function identity(options: IdentityOptions = {}): Initializer {
  const { gain = 1 } = options;
  return initializer(configOf("identity", options, { gain }), (_, shape) => {
    const [rows, columns] = shape;
    if (rows === undefined || columns === undefined || shape.length !== 2)
      throw new Error(`identity: expected the shape of a matrix, received ${printShape(shape)}.`);
    return eye(rows, columns).mul(gain);
  });
}
