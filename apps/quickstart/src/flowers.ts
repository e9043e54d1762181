import { datasets, trainTestSplit } from "tidu";
import type { TensorData } from "tidu";

export interface Flowers {
  /** float32 [rows, 4], centimetres */
  readonly x: TensorData;
  /** int32 [rows], the species */
  readonly y: TensorData;
}

export interface SplitFlowers {
  /** To learn from: 96. */
  readonly train: Flowers;
  /** To watch while learning: 24. */
  readonly validation: Flowers;
  /** Never seen before the end: 30. */
  readonly test: Flowers;
  readonly speciesNames: readonly string[];
}

/** Fisher's irises in three parts, with equally many of each species in each. */
export function splitFlowers(seed: number): SplitFlowers {
  const { x, y, classNames } = datasets.iris();
  const [xRest, xTest, yRest, yTest] = trainTestSplit(x, y, { testSize: 30, stratify: true, seed });
  const [xTrain, xValidation, yTrain, yValidation] = trainTestSplit(xRest, yRest, { testSize: 24, stratify: true, seed });
  return {
    train: { x: xTrain, y: yTrain },
    validation: { x: xValidation, y: yValidation },
    test: { x: xTest, y: yTest },
    speciesNames: classNames,
  };
}
