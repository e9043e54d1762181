import { printShape } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";

/** How much the rows of each class count, by class id. */
export type ClassWeight = Readonly<Record<number, number>>;

export interface ClassWeightOptions {
  /** The method that was called, for errors. */
  readonly where: string;
  /** Multiplied in. */
  readonly sampleWeight?: TensorData | undefined;
  /** How many classes the output tells apart, where that is known. */
  readonly numClasses?: number | undefined;
}

/**
 * One weight per row from the class of its target.
 *
 * @param y class ids `[rows]` or `[rows, 1]` (0 and 1 for one unit with sigmoid), or one-hot rows `[rows, classes]`
 * @returns float32[rows]
 * @throws when a class that occurs has no weight, a weight names no class, or is negative
 */
export function applyClassWeight(
  y: TensorData,
  classWeight: ClassWeight,
  { where, sampleWeight, numClasses }: ClassWeightOptions,
): TensorData {
  const [rows = 0, columns = 1] = y.shape;
  if (y.shape.length > 2)
    throw new Error(
      `${where}: classWeight needs one class per row, received targets of shape ${printShape(y.shape)}. Pass sampleWeight instead.`,
    );
  const classes = numClasses ?? (columns > 1 ? columns : undefined);
  const weights = checkedWeights(classWeight, classes, where);
  const data = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const id = columns > 1 ? largest(y, row * columns, columns) : Number(y.data[row]);
    const weight = weights.get(id);
    if (weight === undefined) {
      throw new Error(
        Number.isInteger(id)
          ? `${where}: classWeight has no weight for class ${id}, which row ${row} is of. Received weights for ${[...weights.keys()].join(", ")}; use 1 for a class that counts as it is.`
          : `${where}: classWeight needs classes as targets, received ${id} in row ${row}.`,
      );
    }
    data[row] = weight * Number(sampleWeight?.data[row] ?? 1);
  }
  return { dtype: "float32", shape: [rows], data };
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
