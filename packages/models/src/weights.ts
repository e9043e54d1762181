import { flatten, printShape, sizeOfShape, tensor, tensorData, unflatten, unknownName } from "@tidu/core-tensor";
import type { ArrayLike, TensorData, Tree } from "@tidu/core-tensor";
import { weightSpecsOf } from "./network/network.ts";
import type { FlatWeights, Network } from "./network/network.ts";

/** Weights with their numbers computed: a tree of leaves that no longer remembers how it was made. */
export async function knownNumbers(weights: FlatWeights): Promise<FlatWeights> {
  const entries: [string, FlatWeights[string]][] = [];
  for (const [path, weight] of Object.entries(weights)) {
    const { data, shape, dtype } = await weight.value();
    entries.push([path, tensor(data, shape, dtype)]);
  }
  return Object.fromEntries(entries);
}

/**
 * Numbers for some weights as tensors.
 *
 * @throws when a path is unknown, with the nearest one, or a shape differs
 */
export function checkedWeights(network: Network, given: Readonly<Record<string, ArrayLike>>): FlatWeights {
  const specs = weightSpecsOf(network);
  return Object.fromEntries(
    Object.entries(given).map(([path, values]) => {
      const spec = specs.get(path);
      if (spec === undefined) throw new Error(`setWeights: ${unknownName("weight", path, [...specs.keys()])}`);
      const data = tensorData(values);
      const fits = data.data.length === sizeOfShape(spec.shape) && (data.shape.length === 1 || data.shape.join() === spec.shape.join());
      if (!fits) throw new Error(`setWeights: "${path}" expects ${printShape(spec.shape)}, received [${data.shape.join(", ")}].`);
      return [path, tensor(data, spec.shape, "float32")];
    }),
  );
}

/** A tensor of numbers that are there. */
export function knownTensor(values: TensorData | undefined): ReturnType<typeof tensor> {
  if (values === undefined) throw new Error("The engine gave fewer outputs than the model has.");
  return tensor(values);
}

/** The numbers of all leaves of a tree, by path. */
export async function knownLeaves(tree: Tree): Promise<Readonly<Record<string, TensorData>>> {
  const { leaves, paths } = flatten(tree);
  const entries = leaves.map(async (leaf, i): Promise<[string, TensorData]> => [paths[i] ?? "", await leaf.value()]);
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * The tree with other numbers, by path.
 *
 * @throws when one is missing or has another shape
 */
export function withLeaves<T extends Tree>(tree: T, numbers: Readonly<Record<string, TensorData>>): T {
  const { leaves, paths, structure } = flatten(tree);
  return unflatten<T>(
    structure,
    leaves.map((leaf, i) => {
      const path = paths[i] ?? "";
      const value = numbers[path];
      if (value === undefined) throw new Error(`load: the file lacks "${path}" of the optimizer's state.`);
      if (value.shape.join() !== leaf.shape.join()) throw new Error(`load: "${path}" of the optimizer's state is [${value.shape.join(", ")}], expected ${printShape(leaf.shape)}.`);
      return tensor(value);
    }),
  );
}
