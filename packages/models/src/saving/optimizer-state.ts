import { flatten, printShape, sameShape, tensor, unflatten } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import type { Optimizer, OptimizerState } from "@tidu/optimizers";
import type { FlatWeights } from "../network/weight-paths.ts";

/** The numbers of an optimizer's state by path; none before training. */
export async function optimizerNumbers(state: OptimizerState | undefined): Promise<Readonly<Record<string, TensorData>>> {
  if (state === undefined) return {};
  const { leaves, paths } = flatten(state);
  const entries = leaves.map(async (leaf, i): Promise<[string, TensorData]> => [paths[i] ?? "", await leaf.value()]);
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * The state of an optimizer with the numbers of a file; `undefined` when the file has none.
 *
 * @param trainable the weights that it trains
 * @throws when a number is missing or has another shape: the optimizer is another one
 */
export function optimizerStateFrom(
  optimizer: Optimizer,
  trainable: FlatWeights,
  numbers: Readonly<Record<string, TensorData>>,
): OptimizerState | undefined {
  if (Object.keys(numbers).length === 0) return undefined;
  const { leaves, paths, structure } = flatten(optimizer.init(trainable));
  const values = leaves.map(({ shape, dtype }, i) => {
    const path = paths[i] ?? "";
    const value = numbers[path];
    const another = `The file was written with another optimizer than ${optimizer.name}.`;
    if (value === undefined) throw new Error(`load: the file lacks "${path}" of the optimizer's state. ${another}`);
    if (value.dtype === dtype && sameShape(value.shape, shape)) return tensor(value);
    throw new Error(
      `load: "${path}" of the optimizer's state is ${value.dtype}${printShape(value.shape)}, expected ${dtype}${printShape(shape)}. ${another}`,
    );
  });
  return unflatten<OptimizerState>(structure, values);
}
