import { emptyArray, tensorData, unknownName } from "@tidu/core-tensor";
import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import { Pipeline } from "../pipeline/pipeline.ts";
import { rowCount, rowsOf } from "../rows/rows.ts";
import { seededRandom } from "../rows/seeded-random.ts";

export interface TimeseriesOptions {
  /** Timesteps in a window. */
  readonly sequenceLength: number;
  /** From the start of a window to the start of the next; default 1. */
  readonly sequenceStride?: number;
  /** From a timestep of a window to its next; default 1, and 2 takes every other. */
  readonly samplingRate?: number;
  /** Windows in a batch; default 128; null for one window at a time. */
  readonly batchSize?: number | null;
  /** Another order each pass; default false. */
  readonly shuffle?: boolean;
  /** Reproduces the orders of all passes. */
  readonly seed?: number | undefined;
  /** Timesteps before this are not used; default 0. */
  readonly startIndex?: number | undefined;
  /** Timesteps from this on are not used; default: all are. */
  readonly endIndex?: number | undefined;
}

/** A batch of windows with the target of each. */
export interface Windows {
  /** `[batch, sequenceLength, …]`, or `[sequenceLength, …]` without a batch size */
  readonly x: TensorData;
  /** `[batch, …]`, or `[…]` without a batch size */
  readonly y: TensorData;
}

/**
 * Sliding windows over a time series as batches (Keras's `timeseries_dataset_from_array`). A window begins every `sequenceStride`
 * timesteps; the target of the one that begins at timestep i is `targets[i]`, so to predict what follows, pass targets that begin later:
 * `series.subarray(sequenceLength)`. As in Keras, there is no window beyond the last target.
 *
 * Numbers are copied once, into their batch; single windows (`batchSize: null`) of neighbouring timesteps share the memory of the series.
 *
 * @param data the series, `[timesteps, …]`
 * @param targets `[timesteps, …]`, or null for windows alone
 * @returns a pipeline of `{ x, y }`, or `{ x }` without targets, with the length of a pass
 * @throws when no window fits, an option is no positive integer, an index lies outside the series, or targets end before the first window's
 * @example
 * ```ts
 * const [past, future] = [temperatures.subarray(0, -1), temperatures.subarray(30)];
 * const train = timeseriesDatasetFromArray(past, future, { sequenceLength: 30, batchSize: 32, shuffle: true, seed: 1 });
 * await model.fit(train, { epochs: 10 });
 * ```
 */
export function timeseriesDatasetFromArray(data: ArrayLike, targets: null, options: TimeseriesOptions): Pipeline<Pick<Windows, "x">>;
export function timeseriesDatasetFromArray(data: ArrayLike, targets: ArrayLike, options: TimeseriesOptions): Pipeline<Windows>;
export function timeseriesDatasetFromArray(
  data: ArrayLike,
  targets: ArrayLike | null,
  options: TimeseriesOptions,
): Pipeline<Pick<Windows, "x"> & Partial<Windows>> {
  const series = rowsOf(where, data);
  const goals = targets === null ? undefined : tensorData(targets);
  if (goals?.shape.length === 0) throw new Error(`${where}: expected targets with a first axis, received a single value.`);
  const checked = check(options, rowCount(series));
  const { sequenceStride, samplingRate, sequenceLength, batchSize, shuffle, seed, startIndex, endIndex } = checked;
  const starts = endIndex - startIndex - (sequenceLength - 1) * samplingRate;
  const withTargets = goals === undefined ? starts : Math.min(starts, rowCount(goals));
  const windows = Math.max(0, Math.ceil(withTargets / sequenceStride));
  if (windows === 0)
    throw new Error(
      goals === undefined || starts <= 0
        ? `${where}: a window takes ${(sequenceLength - 1) * samplingRate + 1} timesteps, received ${endIndex - startIndex} from ${startIndex} to ${endIndex}. Lower sequenceLength or samplingRate.`
        : `${where}: expected a target for each window, received none.`,
    );
  // The last target that is read; Keras slices targets as it does data.
  const last = startIndex + (windows - 1) * sequenceStride;
  if (goals !== undefined && last >= rowCount(goals))
    throw new Error(
      `${where}: the window at timestep ${last} has no target: received ${rowCount(goals)} targets, which are counted from timestep 0 as the series is. Pass as many targets as timesteps, or a smaller startIndex.`,
    );
  let pass = 0;
  return new Pipeline(
    async function* () {
      const order = shuffle ? seededRandom(where, seed, pass++).permutation(windows) : Int32Array.from({ length: windows }, (_, i) => i);
      const positions = order.map((window) => startIndex + window * sequenceStride);
      const size = batchSize ?? 1;
      for (let from = 0; from < windows; from += size) {
        const batch = positions.subarray(from, from + size);
        const x = windowsAt(series, batch, checked);
        const y = goals && windowsAt(goals, batch, { sequenceLength: 1, samplingRate: 1 });
        const inner = { x: squeezed(x, batchSize === null ? [0] : []), ...(y && { y: squeezed(y, batchSize === null ? [0, 1] : [1]) }) };
        yield inner;
      }
    },
    batchSize === null ? windows : Math.ceil(windows / batchSize),
  );
}

const where = "timeseriesDatasetFromArray";

/** The windows `[positions, sequenceLength, …]` that begin at timesteps; a single one without gaps is a view. */
function windowsAt(
  { dtype, shape, data }: TensorData,
  positions: Int32Array,
  { sequenceLength, samplingRate }: Pick<Required<TimeseriesOptions>, "sequenceLength" | "samplingRate">,
): TensorData {
  const [timesteps = 0, ...rest] = shape;
  const step = data.length / timesteps;
  const windowShape = [positions.length, sequenceLength, ...rest];
  const [only = 0] = positions;
  if (positions.length === 1 && samplingRate === 1)
    return { dtype, shape: windowShape, data: data.subarray(only * step, (only + sequenceLength) * step) };
  const result = emptyArray(dtype, positions.length * sequenceLength * step);
  const bytes = data.BYTES_PER_ELEMENT;
  const from = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const to = new Uint8Array(result.buffer);
  // Timesteps without gaps lie side by side.
  const [runs, run] = samplingRate === 1 ? [1, sequenceLength] : [sequenceLength, 1];
  positions.forEach((position, window) => {
    for (let i = 0; i < runs; i++) {
      const start = (position + i * samplingRate) * step * bytes;
      to.set(from.subarray(start, start + run * step * bytes), (window * sequenceLength + i) * step * bytes);
    }
  });
  return { dtype, shape: windowShape, data: result };
}

/** Without axes of size 1. */
const squeezed = ({ dtype, shape, data }: TensorData, axes: readonly number[]): TensorData => ({
  dtype,
  shape: shape.filter((_, axis) => !axes.includes(axis)),
  data,
});

const optionNames: readonly string[] = [
  "sequenceLength",
  "sequenceStride",
  "samplingRate",
  "batchSize",
  "shuffle",
  "seed",
  "startIndex",
  "endIndex",
];

/** The options with their defaults. */
function check(options: TimeseriesOptions, timesteps: number) {
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name));
  if (unknown !== undefined) throw new Error(`${where}: ${unknownName("option", unknown, optionNames)}`);
  const { sequenceLength, sequenceStride = 1, samplingRate = 1, batchSize = 128, shuffle = false, seed, startIndex = 0 } = options;
  const { endIndex = timesteps } = options;
  for (const [name, value] of Object.entries({ sequenceLength, sequenceStride, samplingRate, batchSize: batchSize ?? 1 }))
    if (!Number.isInteger(value) || value < 1)
      throw new Error(`${where}: expected ${name} to be a positive integer${name === "batchSize" ? " or null" : ""}, received ${value}.`);
  if (!Number.isInteger(startIndex) || startIndex < 0 || startIndex >= timesteps)
    throw new Error(`${where}: expected startIndex from 0 to ${timesteps - 1}, received ${startIndex}.`);
  if (!Number.isInteger(endIndex) || endIndex <= startIndex || endIndex > timesteps)
    throw new Error(`${where}: expected endIndex from ${startIndex + 1} to ${timesteps}, received ${endIndex}.`);
  return { sequenceLength, sequenceStride, samplingRate, batchSize, shuffle, seed, startIndex, endIndex };
}
