import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import { checkFeatures, featureMatrix, mapFeatures, presentValues } from "./feature-matrix.ts";
import { checkKind, fitted, readNumbers, storeNumbers } from "./state.ts";
import type { StoredNumber } from "./state.ts";

export interface MinMaxScalerOptions {
  /** The range that the training data is brought to; default [0, 1]. */
  readonly featureRange?: readonly [low: number, high: number];
  /** Keep later data inside the range; default false. */
  readonly clip?: boolean;
  /** What `toJSON` gave: restores a fitted scaler, its options included. */
  readonly state?: MinMaxScalerState;
}

/** A fitted or fresh scaler as plain JSON. */
export interface MinMaxScalerState {
  readonly kind: "minMaxScaler";
  readonly featureRange: readonly [low: number, high: number];
  readonly clip: boolean;
  readonly dataMin?: readonly StoredNumber[];
  readonly dataMax?: readonly StoredNumber[];
}

export interface MinMaxScaler {
  /** Learns the smallest and largest value of each feature of x `[rows, features]`, leaving NaN out. */
  fit(x: ArrayLike): MinMaxScaler;
  /** x scaled to the range, float32 `[rows, features]`; NaN stays NaN. */
  transform(x: ArrayLike): TensorData<"float32">;
  /** `fit`, then `transform` of the same data. */
  fitTransform(x: ArrayLike): TensorData<"float32">;
  /** Back to the original units; what was clipped stays clipped. */
  inverseTransform(x: ArrayLike): TensorData<"float32">;
  /** The smallest value of each feature; `undefined` before `fit`. */
  readonly dataMin: readonly number[] | undefined;
  /** The largest value of each feature; `undefined` before `fit`. */
  readonly dataMax: readonly number[] | undefined;
  toJSON(): MinMaxScalerState;
}

/**
 * Brings every feature to a range, [0, 1] by default (scikit-learn's `MinMaxScaler`). A constant feature becomes the low end.
 *
 * @throws when `featureRange` is not increasing; fit and transform throw on empty data, another rank than 2, infinity, and on
 * another number of features than fitted
 * @example
 * ```ts
 * const scaler = minMaxScaler();
 * scaler.fitTransform([[1, 20], [3, 40], [2, 25]]); // [[0, 0], [1, 1], [0.5, 0.25]]
 * ```
 */
export function minMaxScaler(options: MinMaxScalerOptions = {}): MinMaxScaler {
  if (options.state) checkKind("minMaxScaler", options.state);
  const { featureRange = [0, 1], clip = false } = options.state ?? options;
  const [low, high] = featureRange;
  if (!(low < high)) throw new Error(`minMaxScaler: expected featureRange to be increasing, received [${low}, ${high}].`);
  let learned = options.state && read(options.state);

  const scaler: MinMaxScaler = {
    fit(x) {
      const matrix = featureMatrix("minMaxScaler.fit", x);
      const columns = Array.from({ length: matrix.features }, (_, feature) => presentValues(matrix, feature));
      const extreme = (pick: (a: number, b: number) => number) =>
        columns.map((values) => (values.length === 0 ? NaN : values.reduce(pick)));
      learned = { dataMin: extreme((a, b) => Math.min(a, b)), dataMax: extreme((a, b) => Math.max(a, b)) };
      return scaler;
    },
    transform(x) {
      const scaling = scalingOf(fitted("minMaxScaler", "transform", learned), low, high);
      const matrix = featureMatrix("minMaxScaler.transform", x);
      checkFeatures("minMaxScaler.transform", matrix, scaling.length);
      return mapFeatures(matrix, (value, i) => {
        const { min, scale } = scaling[i] ?? unfitted;
        const scaled = (value - min) * scale + low;
        return clip ? Math.min(Math.max(scaled, low), high) : scaled;
      });
    },
    fitTransform: (x) => scaler.fit(x).transform(x),
    inverseTransform(x) {
      const scaling = scalingOf(fitted("minMaxScaler", "inverseTransform", learned), low, high);
      const matrix = featureMatrix("minMaxScaler.inverseTransform", x);
      checkFeatures("minMaxScaler.inverseTransform", matrix, scaling.length);
      return mapFeatures(matrix, (value, i) => {
        const { min, scale } = scaling[i] ?? unfitted;
        return (value - low) / scale + min;
      });
    },
    get dataMin() {
      return learned?.dataMin;
    },
    get dataMax() {
      return learned?.dataMax;
    },
    toJSON: () => ({
      kind: "minMaxScaler",
      featureRange,
      clip,
      ...(learned && { dataMin: storeNumbers(learned.dataMin), dataMax: storeNumbers(learned.dataMax) }),
    }),
  };
  return scaler;
}

interface Extremes {
  readonly dataMin: readonly number[];
  readonly dataMax: readonly number[];
}

const read = ({ dataMin, dataMax }: MinMaxScalerState): Extremes | undefined =>
  dataMin && dataMax && { dataMin: readNumbers(dataMin), dataMax: readNumbers(dataMax) };

const unfitted = { min: NaN, scale: NaN };

function scalingOf({ dataMin, dataMax }: Extremes, low: number, high: number): { min: number; scale: number }[] {
  return dataMin.map((min, i) => {
    const range = (dataMax[i] ?? NaN) - min;
    // a range this small is rounding error: scikit-learn's test for a constant feature
    return { min, scale: (high - low) / (range < 10 * Number.EPSILON ? 1 : range) };
  });
}
