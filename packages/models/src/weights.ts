import { castArray, printShape, sameShape, sizeOfShape, tensor, tensorData, unknownName } from "@tidu/core-tensor";
import type { ArrayLike } from "@tidu/core-tensor";
import type { Network } from "./network/network.ts";
import { weightSpecsOf } from "./network/network-weights.ts";
import type { FlatWeights } from "./network/weight-paths.ts";

/**
 * Copies of numbers for some weights, as tensors. A flat array takes the weight's shape.
 *
 * @param where the method that was called, for errors
 * @throws when a path is unknown, with the nearest one, or a shape differs
 */
export function checkedWeights(where: string, network: Network, given: Readonly<Record<string, ArrayLike>>): FlatWeights {
  const specs = weightSpecsOf(network);
  return Object.fromEntries(
    Object.entries(given).map(([path, values]) => {
      const spec = specs.get(path);
      if (spec === undefined) throw new Error(`${where}: ${unknownName("weight", path, [...specs.keys()])}`);
      const { data, dtype, shape } = tensorData(values);
      const fits = sameShape(shape, spec.shape) || (shape.length === 1 && data.length === sizeOfShape(spec.shape));
      if (!fits) throw new Error(`${where}: "${path}" expects float32${printShape(spec.shape)}, received ${dtype}${printShape(shape)}.`);
      return [path, tensor(castArray(data.slice(), dtype, "float32"), spec.shape, "float32")];
    }),
  );
}
