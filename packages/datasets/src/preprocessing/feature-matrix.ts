import { tensorData } from "@tidu/core-tensor";
import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import { numbersOf } from "../rows/numbers.ts";

/** Rows of features in double precision, row-major. */
export interface FeatureMatrix {
  readonly rows: number;
  readonly features: number;
  readonly values: Float64Array;
}

/**
 * Reads `[rows, features]`; nested JavaScript numbers keep their double precision.
 *
 * @param missing whether NaN may stand for a missing value
 * @throws when x is empty or not of rank 2, or holds infinity or (unless `missing`) NaN; the message says where
 */
export function featureMatrix(where: string, x: ArrayLike, { missing = true }: { readonly missing?: boolean } = {}): FeatureMatrix {
  const data = tensorData(x);
  const [rows = 0, features = 0] = data.shape;
  if (data.shape.length !== 2)
    throw new Error(`${where}: expected x of shape [rows, features], received [${data.shape.join(", ")}].${reshapeHint(data)}`);
  if (rows === 0 || features === 0)
    throw new Error(`${where}: expected at least one row and one feature, received shape [${data.shape.join(", ")}].`);
  const values = isNestedNumbers(x) ? Float64Array.from(x.flat()) : numbersOf(data);
  values.forEach((value, i) => {
    if (Number.isFinite(value) || (missing && Number.isNaN(value))) return;
    throw new Error(
      `${where}: x[${Math.floor(i / features)}, ${i % features}] is ${value}. ${Number.isNaN(value) ? "Fill missing values first (simpleImputer)." : "Replace it by a finite number, or by NaN if it is missing."}`,
    );
  });
  return { rows, features, values };
}

/** The values of one feature that are not NaN. */
export function presentValues({ rows, features, values }: FeatureMatrix, feature: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => values[row * features + feature] ?? NaN).filter((value) => !Number.isNaN(value));
}

/** Applies `change` to every value with the number of its feature; gives float32 `[rows, features]`. */
export function mapFeatures(
  { rows, features, values }: FeatureMatrix,
  change: (value: number, feature: number) => number,
): TensorData<"float32"> {
  return { dtype: "float32", shape: [rows, features], data: Float32Array.from(values, (value, i) => change(value, i % features)) };
}

/** @throws when x has other features than the data seen by fit */
export function checkFeatures(where: string, { features }: FeatureMatrix, fitted: number): void {
  if (features !== fitted) throw new Error(`${where}: expected ${fitted} features as in fit, received ${features}.`);
}

const isNestedNumbers = (x: ArrayLike): x is readonly number[][] =>
  Array.isArray(x) && x.every((row) => Array.isArray(row) && row.every((value) => typeof value === "number"));

const reshapeHint = ({ shape }: TensorData): string =>
  shape.length === 1 ? " A single feature is a column: [[1], [2]]; a single row is [[1, 2]]." : "";
