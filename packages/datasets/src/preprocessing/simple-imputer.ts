import { unknownName } from "@tidu/core-tensor";
import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import { checkFeatures, featureMatrix, mapFeatures } from "./feature-matrix.ts";
import type { FeatureMatrix } from "./feature-matrix.ts";
import { checkKind, fitted, readNumbers, storeNumber, storeNumbers } from "./state.ts";
import type { StoredNumber } from "./state.ts";

export type ImputerStrategy = "mean" | "median" | "mostFrequent" | "constant";

export interface SimpleImputerOptions {
  /** What a missing value becomes; default `"mean"`. Of equally frequent values, `"mostFrequent"` takes the smallest. */
  readonly strategy?: ImputerStrategy;
  /** The number that stands for a missing value; default NaN. */
  readonly missingValues?: number;
  /** The value of the `"constant"` strategy; default 0. */
  readonly fillValue?: number;
  /** The features to fill, by number from 0; default all. */
  readonly columns?: readonly number[];
  /** What `toJSON` gave: restores a fitted imputer, its options included. */
  readonly state?: SimpleImputerState;
}

/** A fitted or fresh imputer as plain JSON. */
export interface SimpleImputerState {
  readonly kind: "simpleImputer";
  readonly strategy: ImputerStrategy;
  readonly missingValues: StoredNumber;
  readonly fillValue: number;
  readonly columns?: readonly number[];
  readonly statistics?: readonly StoredNumber[];
}

export interface SimpleImputer {
  /** Learns the replacement for each feature of x `[rows, features]` from the values that are there. */
  fit(x: ArrayLike): SimpleImputer;
  /** x with missing values replaced, float32 `[rows, features]`. */
  transform(x: ArrayLike): TensorData<"float32">;
  /** `fit`, then `transform` of the same data. */
  fitTransform(x: ArrayLike): TensorData<"float32">;
  /** The replacement of each feature, NaN for one that is not filled; `undefined` before `fit`. */
  readonly statistics: readonly number[] | undefined;
  toJSON(): SimpleImputerState;
}

/**
 * Fills missing values with a statistic of their feature (scikit-learn's `SimpleImputer`).
 *
 * A replacement cannot be told from a value that was there, so there is no inverse.
 *
 * @throws when the strategy is unknown, a column number is out of range, a feature to fill has no value at all (but for
 * `"constant"`), or NaN is in the data while another number stands for missing values
 * @example
 * ```ts
 * const imputer = simpleImputer({ strategy: "median", missingValues: 0, columns: [1] });
 * imputer.fitTransform([[0, 5], [1, 0], [2, 7]]); // [[0, 5], [1, 6], [2, 7]]
 * ```
 */
export function simpleImputer(options: SimpleImputerOptions = {}): SimpleImputer {
  if (options.state) checkKind("simpleImputer", options.state);
  const { strategy = "mean", fillValue = 0, columns } = options.state ?? options;
  const missingValues = Number(options.state?.missingValues ?? options.missingValues ?? NaN);
  if (!strategies.includes(strategy)) throw new Error(`simpleImputer: ${unknownName("strategy", strategy, strategies)}`);
  const isMissing = Number.isNaN(missingValues) ? Number.isNaN : (value: number) => value === missingValues;
  const isFilled = (feature: number) => columns === undefined || columns.includes(feature);
  const read = (where: string, x: ArrayLike) => featureMatrix(where, x, { missing: Number.isNaN(missingValues) });
  let learned = options.state?.statistics && readNumbers(options.state.statistics);

  const imputer: SimpleImputer = {
    fit(x) {
      const matrix = read("simpleImputer.fit", x);
      checkColumns(columns ?? [], matrix.features);
      learned = Array.from({ length: matrix.features }, (_, feature) => {
        if (!isFilled(feature)) return NaN;
        if (strategy === "constant") return fillValue;
        const present = column(matrix, feature).filter((value) => !isMissing(value));
        if (present.length === 0)
          throw new Error(
            `simpleImputer.fit: feature ${feature} has no value to take the ${strategy} of. Drop it, or use strategy: "constant".`,
          );
        return statistic[strategy](present);
      });
      return imputer;
    },
    transform(x) {
      const statistics = fitted("simpleImputer", "transform", learned);
      const matrix = read("simpleImputer.transform", x);
      checkFeatures("simpleImputer.transform", matrix, statistics.length);
      return mapFeatures(matrix, (value, feature) => (isMissing(value) && isFilled(feature) ? (statistics[feature] ?? NaN) : value));
    },
    fitTransform: (x) => imputer.fit(x).transform(x),
    get statistics() {
      return learned;
    },
    toJSON: () => ({
      kind: "simpleImputer",
      strategy,
      missingValues: storeNumber(missingValues),
      fillValue,
      ...(columns && { columns }),
      ...(learned && { statistics: storeNumbers(learned) }),
    }),
  };
  return imputer;
}

const statistic: { readonly [S in Exclude<ImputerStrategy, "constant">]: (values: Float64Array) => number } = {
  mean: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  median(values) {
    const sorted = values.toSorted();
    const middle = Math.floor(sorted.length / 2);
    const upper = sorted[middle] ?? NaN;
    return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
  },
  mostFrequent(values) {
    const counts = new Map<number, number>();
    for (const value of values.toSorted()) counts.set(value, (counts.get(value) ?? 0) + 1);
    // smallest values come first, and only a greater count displaces one
    return [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [NaN, 0])[0];
  },
};

const strategies: readonly string[] = [...Object.keys(statistic), "constant"];

const column = ({ rows, features, values }: FeatureMatrix, feature: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) => values[row * features + feature] ?? NaN);

function checkColumns(columns: readonly number[], features: number): void {
  const wrong = columns.find((feature) => !Number.isInteger(feature) || feature < 0 || feature >= features);
  if (wrong !== undefined) throw new Error(`simpleImputer.fit: expected columns from 0 to ${features - 1}, received ${wrong}.`);
}
