import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import { checkFeatures, featureMatrix, mapFeatures, presentValues } from "./feature-matrix.ts";
import { checkKind, fitted, readNumbers, storeNumbers } from "./state.ts";
import type { StoredNumber } from "./state.ts";

export interface StandardScalerOptions {
  /** Subtract the mean; default true. */
  readonly withMean?: boolean;
  /** Divide by the standard deviation; default true. */
  readonly withStd?: boolean;
  /** What `toJSON` gave: restores a fitted scaler, its options included. */
  readonly state?: StandardScalerState;
}

/** A fitted or fresh scaler as plain JSON. */
export interface StandardScalerState {
  readonly kind: "standardScaler";
  readonly withMean: boolean;
  readonly withStd: boolean;
  readonly mean?: readonly StoredNumber[];
  readonly scale?: readonly StoredNumber[];
}

export interface StandardScaler {
  /** Learns the mean and deviation of each feature of x `[rows, features]`, leaving NaN out. */
  fit(x: ArrayLike): StandardScaler;
  /** (x - mean) / scale, float32 `[rows, features]`; NaN stays NaN. */
  transform(x: ArrayLike): TensorData<"float32">;
  /** `fit`, then `transform` of the same data. */
  fitTransform(x: ArrayLike): TensorData<"float32">;
  /** x · scale + mean: back to the original units. */
  inverseTransform(x: ArrayLike): TensorData<"float32">;
  /** The learned mean of each feature; `undefined` before `fit`. */
  readonly mean: readonly number[] | undefined;
  /** What each feature is divided by: its standard deviation, 1 for a constant feature. */
  readonly scale: readonly number[] | undefined;
  toJSON(): StandardScalerState;
}

/**
 * Brings every feature to mean 0 and standard deviation 1 (scikit-learn's `StandardScaler`): dense layers learn faster so.
 *
 * The deviation is that of the population (divided by n). A constant feature is only centred.
 *
 * @throws fit and transform throw on empty data, another rank than 2, infinity, and on another number of features than fitted
 * @example
 * ```ts
 * const scaler = standardScaler();
 * const train = scaler.fitTransform([[1, 20], [3, 40]]); // [[-1, -1], [1, 1]]
 * const test = scaler.transform([[2, 50]]); // [[0, 2]]
 * const restored = standardScaler({ state: JSON.parse(JSON.stringify(scaler)) });
 * ```
 */
export function standardScaler(options: StandardScalerOptions = {}): StandardScaler {
  if (options.state) checkKind("standardScaler", options.state);
  const { withMean = true, withStd = true } = options.state ?? options;
  let learned = options.state && read(options.state);

  const scaler: StandardScaler = {
    fit(x) {
      const matrix = featureMatrix("standardScaler.fit", x);
      const moments = Array.from({ length: matrix.features }, (_, feature) => momentsOf(presentValues(matrix, feature)));
      learned = { mean: moments.map(({ mean }) => mean), scale: moments.map(({ scale }) => scale) };
      return scaler;
    },
    transform(x) {
      const { mean, scale } = fitted("standardScaler", "transform", learned);
      const matrix = featureMatrix("standardScaler.transform", x);
      checkFeatures("standardScaler.transform", matrix, mean.length);
      return mapFeatures(matrix, (value, i) => (value - (withMean ? at(mean, i) : 0)) / (withStd ? at(scale, i) : 1));
    },
    fitTransform: (x) => scaler.fit(x).transform(x),
    inverseTransform(x) {
      const { mean, scale } = fitted("standardScaler", "inverseTransform", learned);
      const matrix = featureMatrix("standardScaler.inverseTransform", x);
      checkFeatures("standardScaler.inverseTransform", matrix, mean.length);
      return mapFeatures(matrix, (value, i) => value * (withStd ? at(scale, i) : 1) + (withMean ? at(mean, i) : 0));
    },
    get mean() {
      return learned?.mean;
    },
    get scale() {
      return learned?.scale;
    },
    toJSON: () => ({
      kind: "standardScaler",
      withMean,
      withStd,
      ...(learned && { mean: storeNumbers(learned.mean), scale: storeNumbers(learned.scale) }),
    }),
  };
  return scaler;
}

const read = ({ mean, scale }: StandardScalerState) => mean && scale && { mean: readNumbers(mean), scale: readNumbers(scale) };

const at = (values: readonly number[], i: number): number => values[i] ?? NaN;

function momentsOf(values: Float64Array): { mean: number; scale: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  // the second term corrects the rounding of the mean (Chan, Golub, LeVeque 1983)
  const drift = values.reduce((sum, value) => sum + (value - mean), 0);
  const variance = (values.reduce((sum, value) => sum + (value - mean) ** 2, 0) - drift ** 2 / n) / n;
  // below this, the deviation is rounding error: scikit-learn's test for a constant feature
  const rounding = n * Number.EPSILON * variance + (n * mean * Number.EPSILON) ** 2;
  return { mean, scale: variance <= rounding ? 1 : Math.sqrt(variance) };
}
