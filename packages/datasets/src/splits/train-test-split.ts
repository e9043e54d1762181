import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import { alignedRows, rowCount } from "../rows/rows.ts";
import { seededRandom } from "../rows/seeded-random.ts";
import type { SeededRandom } from "../rows/seeded-random.ts";
import { gatherRows } from "../rows/take-rows.ts";
import { labelGroups } from "./label-groups.ts";
import type { LabelGroup, Labels } from "./label-groups.ts";
import { proportional } from "./proportional.ts";

export interface TrainTestSplitOptions {
  /** A fraction of the rows in (0, 1), rounded up, or a number of rows; default 0.25, or what `trainSize` leaves. */
  readonly testSize?: number;
  /** A fraction in (0, 1), rounded down, or a number of rows; default: all the others. */
  readonly trainSize?: number;
  /** Draw the rows at random (default), or take the last ones as test rows. */
  readonly shuffle?: boolean;
  /** Keep the proportions of these labels in both parts; `true` takes the second array (y). */
  readonly stratify?: Labels;
  /** Reproduces the split; without it every call differs. scikit-learn's `random_state`. */
  readonly seed?: number | undefined;
}

type Pair = [train: TensorData, test: TensorData];

/**
 * Splits rows at random into a training and a test part (scikit-learn's `train_test_split`).
 *
 * @param x rows-first data `[rows, …]`; y and further arrays of equal length are split alike
 * @returns the two parts of each array in turn: `[xTrain, xTest, yTrain, yTest]`
 * @throws when arrays differ in length, a part would be empty, or a class is too small to be in both parts
 * @example
 * ```ts
 * const { x, y } = iris();
 * const [xTrain, xTest, yTrain, yTest] = trainTestSplit(x, y, { testSize: 0.2, stratify: true, seed: 1 });
 * ```
 */
export function trainTestSplit(x: ArrayLike, options?: TrainTestSplitOptions): Pair;
export function trainTestSplit(x: ArrayLike, y: ArrayLike, options?: TrainTestSplitOptions): [...Pair, ...Pair];
export function trainTestSplit(x: ArrayLike, y: ArrayLike, z: ArrayLike, options?: TrainTestSplitOptions): [...Pair, ...Pair, ...Pair];
export function trainTestSplit(...received: readonly (ArrayLike | TrainTestSplitOptions | undefined)[]): TensorData[] {
  const { arrays, options } = separate(received);
  const all = alignedRows(where, arrays);
  const rows = all[0] === undefined ? 0 : rowCount(all[0]);
  const { train, test } = splitIndices(rows, options, all[1]);
  return all.flatMap((data) => [gatherRows(data, train), gatherRows(data, test)]);
}

const where = "trainTestSplit";

function separate(received: readonly (ArrayLike | TrainTestSplitOptions | undefined)[]): {
  arrays: ArrayLike[];
  options: TrainTestSplitOptions;
} {
  const arrays: ArrayLike[] = [];
  let options: TrainTestSplitOptions = {};
  for (const value of received) {
    if (value === undefined) continue;
    if (isOptions(value)) options = value;
    else arrays.push(value);
  }
  if (arrays.length === 0) throw new Error(`${where}: expected at least one array.`);
  return { arrays, options };
}

const isOptions = (value: ArrayLike | TrainTestSplitOptions): value is TrainTestSplitOptions =>
  typeof value === "object" && !Array.isArray(value) && !ArrayBuffer.isView(value) && !("dtype" in value);

function splitIndices(rows: number, options: TrainTestSplitOptions, y: TensorData | undefined): { train: Int32Array; test: Int32Array } {
  const { shuffle = true, stratify = false, seed } = options;
  const [trainRows, testRows] = partSizes(rows, options);
  const random = seededRandom(where, seed);
  if (stratify !== false) {
    if (!shuffle) throw new Error(`${where}: stratify draws rows at random, but shuffle is false. Leave one of them out.`);
    const labels = stratify === true ? y : stratify;
    if (labels === undefined)
      throw new Error(`${where}: stratify: true takes the labels from y, but only x was given. Pass the labels: stratify: labels.`);
    return stratifiedIndices(labelGroups(where, labels, rows), trainRows, testRows, random);
  }
  if (!shuffle) {
    const order = Int32Array.from({ length: trainRows + testRows }, (_, row) => row);
    return { train: order.subarray(0, trainRows), test: order.subarray(trainRows) };
  }
  const order = random.permutation(rows);
  return { test: order.subarray(0, testRows), train: order.subarray(testRows, testRows + trainRows) };
}

function stratifiedIndices(
  groups: readonly LabelGroup[],
  trainRows: number,
  testRows: number,
  random: SeededRandom,
): { train: Int32Array; test: Int32Array } {
  const lonely = groups.find(({ rows }) => rows.length < 2);
  if (lonely) throw new Error(`${where}: stratify needs at least 2 rows of every class, class ${lonely.label} has ${lonely.rows.length}.`);
  if (Math.min(trainRows, testRows) < groups.length) {
    throw new Error(
      `${where}: stratify needs at least one row of each of ${groups.length} classes in both parts, received ${trainRows} training and ${testRows} test rows.`,
    );
  }
  const sizes = groups.map(({ rows }) => rows.length);
  const trainShares = proportional(trainRows, sizes, random);
  const testShares = proportional(
    testRows,
    sizes.map((size, i) => size - (trainShares[i] ?? 0)),
    random,
  );
  const drawn = groups.map(({ rows }, i) => {
    const order = random.shuffle([...rows]);
    const share = trainShares[i] ?? 0;
    return { train: order.slice(0, share), test: order.slice(share, share + (testShares[i] ?? 0)) };
  });
  return {
    train: random.shuffle(Int32Array.from(drawn.flatMap(({ train }) => train))),
    test: random.shuffle(Int32Array.from(drawn.flatMap(({ test }) => test))),
  };
}

/** scikit-learn's rounding: a fraction of test rows rounds up, of training rows down. */
function partSizes(rows: number, { testSize, trainSize }: TrainTestSplitOptions): readonly [train: number, test: number] {
  const testRows = testSize === undefined ? undefined : sizeInRows("testSize", testSize, rows, Math.ceil);
  const trainRows = trainSize === undefined ? undefined : sizeInRows("trainSize", trainSize, rows, Math.floor);
  const test = testRows ?? (trainRows === undefined ? Math.ceil(rows * 0.25) : rows - trainRows);
  const train = trainRows ?? rows - test;
  if (train + test > rows) throw new Error(`${where}: trainSize and testSize ask for ${train} + ${test} rows, received ${rows}.`);
  if (train < 1 || test < 1)
    throw new Error(
      `${where}: ${rows} rows would give ${train} training and ${test} test rows; both parts need at least one. Change testSize.`,
    );
  return [train, test];
}

function sizeInRows(name: string, size: number, rows: number, round: (value: number) => number): number {
  if (size > 0 && size < 1) return round(Number((rows * size).toPrecision(15))); // 0.07 · 100 is 7.000000000000001
  if (Number.isInteger(size) && size >= 1) return size;
  throw new Error(`${where}: expected ${name} to be a fraction in (0, 1) or a positive number of rows, received ${size}.`);
}
