import { castArray, printShape, sameShape, sizeOfShape, tensor, tensorData, unknownName } from "@tidu/core-tensor";
import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import type { Network } from "./network/network.ts";
import { weightSpecsOf } from "./network/network-weights.ts";
import type { FlatWeights } from "./network/weight-paths.ts";

export interface WeightOptions {
  /** Leave out weights whose path the model does not have, or whose shape differs. Default: false, they are errors. */
  readonly skipMismatch?: boolean;
}

/** What became of the weights of a file, by path. */
export interface LoadedWeights {
  readonly loaded: readonly string[];
  /** In the file, but not (or not in this shape) in the model. */
  readonly skipped: readonly string[];
  /** In the model, but not (or not in this shape) in the file. */
  readonly missing: readonly string[];
}

/** Those of some weights that the network has in their shape. */
export function fittingWeights(network: Network, given: Readonly<Record<string, ArrayLike>>): FittingWeights {
  const specs = weightSpecsOf(network);
  const fits = ([path, values]: readonly [string, ArrayLike]): boolean => {
    const spec = specs.get(path);
    return spec !== undefined && fitsShape(tensorData(values), spec.shape);
  };
  const fitting = Object.fromEntries(Object.entries(given).filter(fits));
  return {
    fitting,
    skipped: Object.keys(given).filter((path) => fitting[path] === undefined),
    missing: [...specs.keys()].filter((path) => fitting[path] === undefined),
  };
}

interface FittingWeights extends Omit<LoadedWeights, "loaded"> {
  readonly fitting: Readonly<Record<string, ArrayLike>>;
}

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
      const numbers = tensorData(values);
      const { data, dtype, shape } = numbers;
      if (!fitsShape(numbers, spec.shape))
        throw new Error(`${where}: "${path}" expects float32${printShape(spec.shape)}, received ${dtype}${printShape(shape)}.`);
      return [path, tensor(castArray(data.slice(), dtype, "float32"), spec.shape, "float32")];
    }),
  );
}

/** A flat array fits when it has as many numbers. */
const fitsShape = ({ data, shape }: TensorData, wanted: readonly number[]): boolean =>
  sameShape(shape, wanted) || (shape.length === 1 && data.length === sizeOfShape(wanted));
