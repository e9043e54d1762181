import type { Callback } from "./callbacks.ts";
import type { Inputs } from "./data/inputs.ts";
import type { SampleWeights } from "./data/sample-weight.ts";
import type { Targets } from "./data/targets.ts";
import type { Verbosity } from "./progress/progress.ts";

export interface FitOptions {
  /** Rows per update. Default: 32. */
  readonly batchSize?: number;
  /** Default: 1. */
  readonly epochs?: number;
  /** The number of the first epoch, to go on where another call ended. Default: 0. */
  readonly initialEpoch?: number;
  /** Measured after every epoch: `[x, y]` or `[x, y, sampleWeight]`. */
  readonly validationData?: readonly [Inputs, Targets] | readonly [Inputs, Targets, SampleWeights];
  /** The last part of the rows, taken away before shuffling, to validate on: between 0 and 1. */
  readonly validationSplit?: number;
  /** Default: that of training. */
  readonly validationBatchSize?: number;
  /** Another order of the rows each epoch. Default: true. */
  readonly shuffle?: boolean;
  /** One weight per row. */
  readonly sampleWeight?: SampleWeights;
  /** A weight for each class of integer or one-hot targets. */
  readonly classWeight?: Readonly<Record<number, number>>;
  /** 0: silent, 1: a progress bar, 2: a line per epoch. Default: a bar on a terminal, lines elsewhere. */
  readonly verbose?: Verbosity;
  readonly callbacks?: readonly Callback[];
}

export interface EvaluateOptions {
  /** Rows at once. Default: 256. It does not change the metrics. */
  readonly batchSize?: number;
  /** One weight per row. */
  readonly sampleWeight?: SampleWeights;
  /** Default: 0, silent. */
  readonly verbose?: Verbosity;
}

export interface PredictOptions {
  /** Rows at once. Default: 256. */
  readonly batchSize?: number;
}

export type TrainOnBatchOptions = Pick<FitOptions, "sampleWeight" | "classWeight">;

/** The options of `fit` that say how to loop, checked. */
export interface FitSettings {
  readonly batchSize: number;
  readonly validationBatchSize: number;
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly shuffle: boolean;
  readonly callbacks: readonly Callback[];
}

/** @throws when a number does not make sense, or two options exclude each other */
export function fitSettings(options: FitOptions): FitSettings {
  const { batchSize = 32, epochs = 1, initialEpoch = 0, shuffle = true, callbacks = [], validationBatchSize = batchSize } = options;
  if (options.validationData !== undefined && options.validationSplit !== undefined)
    throw new Error("fit: give validationData or validationSplit, not both.");
  if (!Number.isInteger(initialEpoch) || initialEpoch < 0)
    throw new RangeError(`fit: initialEpoch must be a whole number from 0, received ${initialEpoch}.`);
  return {
    batchSize: positiveInteger("fit: batchSize", batchSize),
    validationBatchSize: positiveInteger("fit: validationBatchSize", validationBatchSize),
    epochs: positiveInteger("fit: epochs", epochs),
    initialEpoch,
    shuffle,
    callbacks,
  };
}

/** @throws when `value` is not a whole number from 1 */
export function positiveInteger(what: string, value: number): number {
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`${what} must be a whole number from 1, received ${value}.`);
  return value;
}
