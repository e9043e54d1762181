import { readFileSync } from "node:fs";
import { tensorData } from "@tidu/core-tensor";
import type { DType, TensorData } from "@tidu/core-tensor";

/** What Keras computed, recorded in fixtures/: named as the file, without its ending. */
export type FixtureName =
  | "activations"
  | "applications"
  | "attention"
  | "augmentation"
  | "convlstm"
  | "convolution"
  | "datasets"
  | "embedding"
  | "images"
  | "initializers"
  | "layers"
  | "losses"
  | "masks"
  | "metrics"
  | "optimizers"
  | "pooling"
  | "recurrent"
  | "preprocessing"
  | "regularization"
  | "schedules"
  | "timeseries"
  | "subwords"
  | "tokenizer"
  | "sequences"
  | "training"
  | "transfer";

/** The content of a fixture; the caller knows its form. */
export function loadFixture<Content>(name: FixtureName): Content {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"), reviveNonFinite) as Content;
}

/** A tensor as fixtures write it. */
export interface FixtureTensor {
  /** Default: float32. */
  readonly dtype?: DType;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export const fixtureTensor = ({ dtype = "float32", shape, data }: FixtureTensor): TensorData => tensorData(data, shape, dtype);

/** JSON has no NaN or infinities: they are written as strings. */
const reviveNonFinite = (_: string, value: unknown): unknown =>
  value === "NaN" ? NaN : value === "Infinity" ? Infinity : value === "-Infinity" ? -Infinity : value;
