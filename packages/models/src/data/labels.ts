import { tensorData } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { placeOf } from "./received.ts";

export interface ClassRange {
  readonly numClasses: number | undefined;
  /** An id that is allowed besides. */
  readonly ignoreClass?: number | undefined;
}

/**
 * Class ids as int32.
 *
 * @param where names the array: `fit: y`
 * @throws when one is no integer or out of range, with its row
 */
export function toClassIds(where: string, labels: TensorData, { numClasses = Infinity, ignoreClass }: ClassRange): TensorData {
  const { data, shape } = labels;
  for (let i = 0; i < data.length; i++) {
    const id = Number(data[i]);
    if (id === ignoreClass || (Number.isInteger(id) && id >= 0 && id < numClasses)) continue;
    const allowed =
      numClasses === Infinity ? "integers from 0" : `integers from 0 to ${numClasses - 1}, as the output has ${numClasses} units`;
    const advice =
      id === numClasses ? " Ids start at 0: subtract 1, or add a unit." : Number.isInteger(id) ? "" : " Class ids are whole numbers.";
    throw new RangeError(`${where}: class id ${id} in ${placeOf(i, shape)} is out of range. Expected ${allowed}.${advice}`);
  }
  return tensorData(labels, shape, "int32");
}

/**
 * Checks that targets lie in a range.
 *
 * @throws when one does not, with its row
 */
export function checkRange(where: string, { data, shape }: TensorData, [low, high]: readonly [number, number], lossName: string): void {
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i]);
    if (value >= low && value <= high) continue;
    throw new RangeError(`${where}: ${lossName} expects targets from ${low} to ${high}, received ${value} in ${placeOf(i, shape)}.`);
  }
}
