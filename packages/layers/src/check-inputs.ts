import { printSpec } from "@tidu/core-tensor";
import type { DType, TensorSpec } from "@tidu/core-tensor";

/** What a layer expects of its inputs. */
export interface InputRules {
  /** How many inputs: one (default), or several for layers that join. */
  readonly joins?: boolean;
  /** Rank including the batch axis: exactly, or at least. For the error, also what the axes mean. */
  readonly rank?: { readonly exactly?: number; readonly atLeast?: number; readonly axes?: string };
  /** The dtypes it takes. Default: float32 only. */
  readonly dtypes?: readonly DType[];
  /** Further checks on the inputs; returns what is wrong ("expected …"), or undefined. */
  readonly check?: (inputs: Inputs<TensorSpec>) => string | undefined;
}

/** One or more inputs. */
export type Inputs<T> = readonly [T, ...T[]];

/**
 * Checks inputs once, before weights are made or applied.
 *
 * @throws with the layer's name, what was expected and what was received
 */
export function checkInputs(rules: InputRules, inputs: readonly TensorSpec[], where: string): Inputs<TensorSpec> {
  const { rank, joins = false, dtypes = ["float32"], check } = rules;
  const received = inputs.length === 0 ? "none" : inputs.map(printSpec).join(" and ");
  if (!isFilled(inputs) || (inputs.length > 1 && !joins))
    throw new Error(`${where}: expected ${joins ? "inputs" : "one input"}, received ${received}.`);
  for (const input of inputs) {
    const expected = wrongRank(rank, input);
    if (expected !== undefined)
      throw new Error(`${where}: expected an input of ${expected}, received ${printSpec(input)}. Reshape it first, or set inputShape.`);
    if (!dtypes.includes(input.dtype))
      throw new TypeError(`${where}: expected ${dtypes.join(" or ")}, received ${printSpec(input)}. Cast it first.`);
  }
  const problem = check?.(inputs);
  if (problem !== undefined) throw new Error(`${where}: ${problem}, received ${received}.`);
  return inputs;
}

/** Whether there is at least one. */
export const isFilled = <T>(list: readonly T[]): list is Inputs<T> => list.length > 0;

/** The size of an axis that a weight depends on. */
export function knownSize(x: TensorSpec, axis: number, where: string): number {
  const size = x.shape.at(axis);
  if (typeof size !== "number")
    throw new Error(
      `${where}: expected a known size on axis ${axis}, received ${printSpec(x)}. Set inputShape, or give the input a fixed shape.`,
    );
  return size;
}

/** The rank that is expected where this one is not; `undefined` when it fits. */
export function wrongRank(rank: InputRules["rank"], { shape }: TensorSpec): string | undefined {
  const axes = rank?.axes === undefined ? "" : ` ${rank.axes}`;
  if (rank?.exactly !== undefined && shape.length !== rank.exactly) return `rank ${rank.exactly}${axes}`;
  if (rank?.atLeast !== undefined && shape.length < rank.atLeast) return `rank ${rank.atLeast} or more${axes}`;
  return undefined;
}
