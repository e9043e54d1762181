import { sizeOfShape } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { placeOf } from "./received.ts";

/** How much the rows (or positions) of each class count, by class id. */
export type ClassWeight = Readonly<Record<number, number>>;

export interface ClassWeightOptions {
  /** The method that was called, for errors. */
  readonly where: string;
  /** Multiplied in. */
  readonly sampleWeight?: TensorData | undefined;
  /** How many classes the output tells apart, where that is known. */
  readonly numClasses?: number | undefined;
  /** Whether every number of y is a class id. Default: rows of several numbers are one-hot. */
  readonly ids?: boolean | undefined;
  /** A class that is ignored; it needs no weight. */
  readonly ignoreClass?: number | undefined;
}

/**
 * One weight per row, or per position of a sequence, from the class of its target.
 *
 * @param y class ids `[rows]`, `[rows, 1]` (0 and 1 for one unit with sigmoid) or, with `ids`, `[rows, time]`; or one-hot rows
 * `[rows, classes]`, `[rows, time, classes]`
 * @returns float32[rows], or float32[rows, time]
 * @throws when a class that occurs has no weight, a weight names no class, or is negative
 */
export function applyClassWeight(
  y: TensorData,
  classWeight: ClassWeight,
  { where, sampleWeight, numClasses, ids = false, ignoreClass }: ClassWeightOptions,
): TensorData {
  const columns = ids || y.shape.length < 2 ? 1 : (y.shape.at(-1) ?? 1);
  const shape = ids || y.shape.length < 2 ? y.shape : y.shape.slice(0, -1);
  const classes = numClasses ?? (columns > 1 ? columns : undefined);
  const weights = checkedWeights(classWeight, classes, where);
  const data = new Float32Array(sizeOfShape(shape));
  const perRow = data.length / (shape[0] ?? 1);
  const given = sampleWeight?.data;
  const step = given?.length === data.length ? 1 : perRow; // positions that share a weight of sampleWeight
  for (let i = 0; i < data.length; i++) {
    const id = columns > 1 ? largest(y, i * columns, columns) : Number(y.data[i]);
    const weight = id === ignoreClass ? 1 : weights.get(id);
    if (weight === undefined) {
      throw new Error(
        Number.isInteger(id)
          ? `${where}: classWeight has no weight for class ${id}, which ${placeOf(i, shape)} is of. Received weights for ${[...weights.keys()].join(", ")}; use 1 for a class that counts as it is.`
          : `${where}: classWeight needs classes as targets, received ${id} in ${placeOf(i, shape)}.`,
      );
    }
    data[i] = weight * Number(given?.[Math.floor(i / step)] ?? 1);
  }
  return { dtype: "float32", shape, data };
}

function checkedWeights(classWeight: ClassWeight, numClasses: number | undefined, where: string): ReadonlyMap<number, number> {
  return new Map(
    Object.entries(classWeight).map(([key, weight]): [number, number] => {
      const id = Number(key);
      if (!Number.isInteger(id) || id < 0 || (numClasses !== undefined && id >= numClasses)) {
        const known = numClasses === undefined ? "integers from 0" : `0 to ${numClasses - 1}`;
        throw new RangeError(`${where}: classWeight names class ${key}, which does not exist. Classes are ${known}.`);
      }
      if (!(weight >= 0 && weight < Infinity))
        throw new RangeError(`${where}: expected class weights of at least 0, received ${weight} for class ${key}.`);
      return [id, weight];
    }),
  );
}

function largest({ data }: TensorData, start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (Number(data[start + i]) > Number(data[start + best])) best = i;
  return best;
}
