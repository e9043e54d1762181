import { namedDim, toSpec } from "@tidu/core-tensor";
import type { Dim, DType } from "@tidu/core-tensor";
import { checkOptions } from "../config.ts";
import type { Symbolic } from "../layer.ts";

export interface InputOptions {
  /** The shape of one example; a string names a free size. */
  readonly shape: readonly (Dim | string)[];
  /** For errors and for feeding values by name. */
  readonly name?: string | undefined;
  /** Default: `"float32"`. */
  readonly dtype?: DType | undefined;
  /** A fixed number of examples. Default: free. */
  readonly batchSize?: number | undefined;
}

/**
 * A value that enters a functional model (Keras `Input`).
 *
 * @returns a symbolic value `[batch, ...shape]`
 *
 * @example
 * const x = input({ shape: [784] });
 * const y = dense({ units: 10 })(x);
 */
export function input(options: InputOptions): Symbolic {
  const { shape, name, dtype = "float32", batchSize } = options;
  checkOptions("input", options, ["shape", "name", "dtype", "batchSize"]);
  if (!Array.isArray(shape))
    throw new TypeError(`${name ?? "input"}: expected a shape such as [28, 28], received ${JSON.stringify(shape)}.`);
  return { spec: toSpec({ shape: [batchSize ?? namedDim("batch"), ...shape], dtype }), from: undefined, output: 0, name };
}
