import type { Callback } from "./callbacks.ts";
import type { Inputs } from "./data/inputs.ts";
import type { SampleWeights } from "./data/sample-weight.ts";
import type { Targets } from "./data/targets.ts";
import type { Verbosity } from "./progress/progress.ts";
import { isStream } from "./streams/batch-like.ts";
import type { Batches } from "./streams/batch-like.ts";

/** What `fit` takes for arrays and for streams. */
export interface EpochOptions {
  /** Default: 1. */
  readonly epochs?: number;
  /** The number of the first epoch, to go on where another call ended. Default: 0. */
  readonly initialEpoch?: number;
  /** Measured after every epoch: `[x, y]`, `[x, y, sampleWeight]`, or a stream of batches, which begins anew each time. */
  readonly validationData?: readonly [Inputs, Targets] | readonly [Inputs, Targets, SampleWeights] | Batches;
  /** Rows at once where validation data are arrays. Default: that of training. */
  readonly validationBatchSize?: number;
  /** Batches to take of validation data that are a stream. Default: all of them. */
  readonly validationSteps?: number;
  /** A weight for each class of integer or one-hot targets, of rows or of the positions of a sequence; sample weights are multiplied in. */
  readonly classWeight?: Readonly<Record<number, number>>;
  /** 0: silent, 1: a progress bar, 2: a line per epoch. Default: a bar on a terminal, lines elsewhere. */
  readonly verbose?: Verbosity;
  readonly callbacks?: readonly Callback[];
}

export interface FitOptions extends EpochOptions {
  /** Rows per update. Default: 32. */
  readonly batchSize?: number;
  /** The last part of the rows, taken away before shuffling, to validate on: between 0 and 1. */
  readonly validationSplit?: number;
  /** Another order of the rows each epoch. Default: true. */
  readonly shuffle?: boolean;
  /** One weight per row; or one per position, `[rows, time]`, where the output is a sequence. */
  readonly sampleWeight?: SampleWeights;
}

/** What `fit` takes for a stream: size, order and weights of batches are the stream's own. */
export interface StreamFitOptions extends EpochOptions {
  /**
   * Batches of an epoch; the next epoch goes on where it ends. Needed for a stream without end. Default: an epoch is all that the stream
   * gives, and the next one goes over it anew.
   */
  readonly stepsPerEpoch?: number;
}

export interface EvaluateOptions {
  /** Rows at once. Default: 256. It does not change the metrics. */
  readonly batchSize?: number;
  /** One weight per row; or one per position, `[rows, time]`, where the output is a sequence. */
  readonly sampleWeight?: SampleWeights;
  /** Default: 0, silent. */
  readonly verbose?: Verbosity;
}

export interface StreamEvaluateOptions extends Pick<EvaluateOptions, "verbose"> {
  /** Batches to take. Default: all of them. */
  readonly steps?: number;
}

export type StreamPredictOptions = Pick<StreamEvaluateOptions, "steps">;

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
export function fitSettings(options: FitOptions & StreamFitOptions): FitSettings {
  const { batchSize = 32, epochs = 1, initialEpoch = 0, shuffle = true, callbacks = [], validationBatchSize = batchSize } = options;
  if (options.validationData !== undefined && options.validationSplit !== undefined)
    throw new Error("fit: give validationData or validationSplit, not both.");
  if (options.validationSteps !== undefined && !isStream(options.validationData))
    throw new Error("fit: validationSteps counts batches of a stream. Leave it out: arrays are measured whole.");
  if (options.validationBatchSize !== undefined && isStream(options.validationData))
    throw new Error("fit: validationBatchSize is for arrays: the stream of validationData has batches of its own.");
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

/**
 * Refuses options that nobody would read: those of arrays with a stream, those of streams with arrays.
 *
 * @throws with what to do instead
 */
export function checkKindOfData(where: string, stream: boolean, options: object): void {
  const wrong = Object.entries(stream ? onlyForArrays : onlyForStreams).find(([name]) => {
    const value = (options as Readonly<Record<string, unknown>>)[name];
    return value !== undefined && !(name === "shuffle" && value === false);
  });
  if (wrong !== undefined) throw new Error(`${where}: ${wrong[0]} is for ${stream ? "arrays" : "streams of batches"}. ${wrong[1]}`);
}

const onlyForArrays = {
  batchSize: "A stream has batches of its own: set their size with pipeline.batch(size).",
  shuffle: "A stream keeps its order: shuffle it before it is batched, with pipeline.shuffle(bufferSize).",
  validationSplit: "Take the rows apart before, or split the stream with skip and take, and pass validationData.",
  sampleWeight: "Put it into the batches: { x, y, sampleWeight }.",
};

const onlyForStreams = {
  stepsPerEpoch: "Leave it out: an epoch goes over all rows of an array.",
  steps: "Leave it out: all rows of an array are taken.",
};
