import { fileURLToPath } from "node:url";
import { readCsv, simpleImputer, standardScaler, stratifiedKFold, takeRows } from "tidu";
import type { TensorData } from "tidu";

/** Pima Indians diabetes, beside the repository: 768 rows of 8 measurements and an outcome, without a header. */
export const pimaPath = fileURLToPath(new URL("../../../../shared/data/pima-indians-diabetes.csv", import.meta.url));

export interface PimaFold {
  /** float32 [rows, 8] */
  readonly xTrain: TensorData;
  /** int32 [rows] */
  readonly yTrain: TensorData;
  readonly xTest: TensorData;
  readonly yTest: TensorData;
}

/** Five stratified folds. A zero in glucose, pressure, skin, insulin or BMI is missing: it becomes the median, then all is standardised. */
export async function pimaFolds(seed: number): Promise<readonly PimaFold[]> {
  const { x, y } = (await readCsv(pimaPath, { header: false })).splitTarget(-1);
  return stratifiedKFold({ splits: 5, shuffle: true, seed })
    .split(x, y)
    .map(({ train, test }) => {
      const imputer = simpleImputer({ strategy: "median", missingValues: 0, columns: [1, 2, 3, 4, 5] });
      const scaler = standardScaler();
      const xTrain = scaler.fitTransform(imputer.fitTransform(takeRows(x, train)));
      const xTest = scaler.transform(imputer.transform(takeRows(x, test)));
      return { xTrain, yTrain: takeRows(y, train), xTest, yTest: takeRows(y, test) };
    });
}

/** The accuracy over all folds, whose sizes differ by at most one row. */
export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
