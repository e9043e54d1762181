import { isTensorData, printShape, sizeOfShape, Tensor, tensorData } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { hostArray } from "./host-array.ts";
import type { DataLike } from "./host-array.ts";
import { perName } from "./per-name.ts";
import type { PerName } from "./per-name.ts";
import { placeOf } from "./received.ts";

/** What `fit` and `evaluate` take as sampleWeight: one array for all outputs, one for each output in order, or by the outputs' names. */
export type SampleWeights = PerName;

/** An output and the positions of its losses within a row: `[time]` for an output `[batch, time, units]`, `[]` for `[batch, units]`. */
export interface WeightedOutput {
  readonly name: string;
  readonly positions: readonly number[];
}

/**
 * One weight per row for each output, float32 `[rows]`, or one per position, `[rows, time]` (Keras's temporal weights). One array
 * serves all outputs.
 *
 * @throws when there are not as many weights as rows or positions, or one is negative, NaN or infinite
 */
export async function toSampleWeights(
  weights: SampleWeights,
  outputs: readonly WeightedOutput[],
  rows: number,
  where: string,
): Promise<readonly TensorData[]> {
  const shared = outputs.length > 1 && isOneArray(weights);
  const names = outputs.map(({ name }) => name);
  const arrays = shared ? outputs.map(() => weights) : perName(`${where}: sampleWeight`, "output", weights, names);
  return Promise.all(
    outputs.map(({ name, positions }, i) => {
      const title = `${where}: sampleWeight${shared || outputs.length === 1 ? "" : ` for output "${name}"`}`;
      return toSampleWeight(title, arrays[i] ?? [], rows, positions);
    }),
  );
}

async function toSampleWeight(title: string, weights: DataLike, rows: number, positions: readonly number[]): Promise<TensorData> {
  const array = await hostArray(title, weights);
  const shape = weightShape(array, rows, positions);
  if (shape === undefined) {
    const perPosition = positions.length === 0 ? "" : `, or one for each position ${printShape([rows, ...positions])}`;
    throw new Error(`${title}: expected one weight for each of ${rows} rows${perPosition}, received shape ${printShape(array.shape)}.`);
  }
  const { data } = array;
  for (let i = 0; i < data.length; i++) {
    const weight = Number(data[i]);
    if (!(weight >= 0 && weight < Infinity))
      throw new RangeError(`${title}: expected weights of at least 0, received ${weight} in ${placeOf(i, shape)}.`);
  }
  return tensorData(array, shape, "float32");
}

/** `[rows]` for one weight a row (a last axis of size 1 is dropped), `[rows, …positions]` for one a position; also of a flat array. */
function weightShape({ shape, data }: TensorData, rows: number, positions: readonly number[]): readonly number[] | undefined {
  const size = sizeOfShape(positions);
  const trimmed = shape.length > 1 && shape.at(-1) === 1 && shape.length !== positions.length + 1 ? shape.slice(0, -1) : shape;
  if (trimmed[0] === rows && (trimmed.length === 1 || (trimmed.length === 2 && trimmed[1] === 1))) return [rows];
  const all = [rows, ...positions];
  const same = trimmed.length === all.length && trimmed.every((dim, axis) => dim === all[axis]);
  return same || (positions.length > 0 && shape.length === 1 && data.length === rows * size) ? all : undefined;
}

/** Numbers themselves, not a list or an object of arrays. */
const isOneArray = (weights: SampleWeights): weights is DataLike =>
  ArrayBuffer.isView(weights) ||
  weights instanceof Tensor ||
  isTensorData(weights) ||
  (Array.isArray(weights) && typeof weights[0] === "number");
