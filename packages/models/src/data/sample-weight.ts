import { isTensorData, printShape, Tensor, tensorData } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { hostArray } from "./host-array.ts";
import type { DataLike } from "./host-array.ts";
import { perName } from "./per-name.ts";
import type { PerName } from "./per-name.ts";
import { placeOf } from "./received.ts";

/** What `fit` and `evaluate` take as sampleWeight: one array for all outputs, one for each output in order, or by the outputs' names. */
export type SampleWeights = PerName;

/**
 * One weight per row for each output, float32 `[rows]`. One array serves all outputs.
 *
 * @throws when there are not as many weights as rows, or one is negative, NaN or infinite
 */
export async function toSampleWeights(
  weights: SampleWeights,
  outputs: readonly string[],
  rows: number,
  where: string,
): Promise<readonly TensorData[]> {
  const shared = outputs.length > 1 && isOneArray(weights);
  const arrays = shared ? outputs.map(() => weights) : perName(`${where}: sampleWeight`, "output", weights, outputs);
  const title = (i: number): string => `${where}: sampleWeight${shared || outputs.length === 1 ? "" : ` for output "${outputs[i] ?? ""}"`}`;
  return Promise.all(arrays.map((array, i) => toSampleWeight(title(i), array, rows)));
}

async function toSampleWeight(title: string, weights: DataLike, rows: number): Promise<TensorData> {
  const array = await hostArray(title, weights);
  const { shape, data } = array;
  const column = shape.length === 2 && shape[1] === 1;
  if (shape[0] !== rows || !(shape.length === 1 || column))
    throw new Error(`${title}: expected one weight for each of ${rows} rows, received shape ${printShape(shape)}.`);
  for (let i = 0; i < data.length; i++) {
    const weight = Number(data[i]);
    if (!(weight >= 0 && weight < Infinity))
      throw new RangeError(`${title}: expected weights of at least 0, received ${weight} in ${placeOf(i, [rows])}.`);
  }
  return tensorData(array, [rows], "float32");
}

/** Numbers themselves, not a list or an object of arrays. */
const isOneArray = (weights: SampleWeights): weights is DataLike =>
  ArrayBuffer.isView(weights) ||
  weights instanceof Tensor ||
  isTensorData(weights) ||
  (Array.isArray(weights) && typeof weights[0] === "number");
