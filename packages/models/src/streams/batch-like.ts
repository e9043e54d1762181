import { isTensorData, Tensor } from "@tidu/core-tensor";
import type { Inputs } from "../data/inputs.ts";
import { describeReceived } from "../data/received.ts";
import type { SampleWeights } from "../data/sample-weight.ts";
import type { Targets } from "../data/targets.ts";

/** One batch as `fit` and `evaluate` take it from a stream: what they take as arrays, for some rows. */
export type BatchLike =
  | { readonly x: Inputs; readonly y: Targets; readonly sampleWeight?: SampleWeights | undefined }
  | readonly [Inputs, Targets]
  | readonly [Inputs, Targets, SampleWeights];

/** Batches one after the other: a pipeline of `@tidu/datasets`, a generator, or a list of them. */
export type Batches = AsyncIterable<BatchLike> | Iterable<BatchLike>;

/** Batches of inputs for `predict`: `{ x }`, `[x, …]`, or x itself. What they hold besides is not read. */
export type InputBatches = AsyncIterable<InputBatch> | Iterable<InputBatch>;

type InputBatch = { readonly x: Inputs } | BatchLike | Inputs;

/** Whether batches come from it one after the other, and it is no array of numbers itself. */
export function isStream(value: unknown): value is AsyncIterable<unknown> | Iterable<unknown> {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || value instanceof Tensor) return false;
  if (Array.isArray(value)) return isRecord(value[0]) && "x" in value[0];
  return Symbol.asyncIterator in value || Symbol.iterator in value;
}

export interface BatchParts {
  readonly x: Inputs;
  readonly y: Targets;
  readonly sampleWeight?: SampleWeights | undefined;
}

/**
 * The parts of a batch for training or evaluation.
 *
 * @param where says which batch, for errors
 * @throws when it is neither `{ x, y }` nor `[x, y]`
 */
export function partsOf(where: string, batch: unknown): BatchParts {
  const tuple = Array.isArray(batch) && (batch.length === 2 || batch.length === 3);
  const [x, y, sampleWeight]: readonly unknown[] = tuple ? batch : isRecord(batch) ? [batch["x"], batch["y"], batch["sampleWeight"]] : [];
  if (x !== undefined && y !== undefined)
    return { x: x as Inputs, y: y as Targets, sampleWeight: sampleWeight as SampleWeights | undefined }; // checked as they are read
  throw new TypeError(
    `${where}: expected { x, y } or [x, y], with sampleWeight if there are weights, received ${describeReceived(batch)}. Make them with map.`,
  );
}

/** The inputs of a batch for prediction. */
export function inputsOf(batch: unknown): Inputs {
  if (isRecord(batch) && "x" in batch) return batch["x"] as Inputs; // checked as it is read
  const first: unknown = Array.isArray(batch) ? batch[0] : undefined;
  const tuple = isTensorData(first) || first instanceof Tensor || (ArrayBuffer.isView(first) && !(first instanceof DataView));
  return (tuple ? first : batch) as Inputs;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !ArrayBuffer.isView(value) &&
  !(value instanceof Tensor) &&
  !isTensorData(value);
