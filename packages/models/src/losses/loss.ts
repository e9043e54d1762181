import type { Tensor, TensorData, TensorSpec } from "@tidu/core-tensor";
import type { Config } from "@tidu/layers";

/**
 * What training makes small. A loss gives one number per example (per position, for outputs of higher rank), as Keras does by
 * averaging the last axis; the model weighs and averages them over the batch.
 */
export interface Loss {
  /** Keras's name in camelCase: `meanSquaredError`. */
  readonly name: string;
  readonly config: Config;
  /**
   * One loss per example.
   *
   * @param y the targets, prepared by {@link Loss.target}
   * @param prediction the output of the model; a softmax or sigmoid that made it is recognised, and the loss runs on its logits
   * @param mask which steps of the prediction count, bool[batch, time], for losses that join them to one number (ctc); losses of
   * positions need not look at it: the model leaves out what does not count
   * @returns the shape of `prediction` without its last axis
   */
  perExample(y: Tensor, prediction: Tensor, mask?: Tensor): Tensor;
  /** Which positions count, bool of the shape of the losses. Default: all. */
  counted?(y: Tensor): Tensor | undefined;
  /**
   * Checks targets on the host before training.
   *
   * @returns what is wrong, with the row
   */
  problem?(y: TensorData, prediction: TensorSpec): string | undefined;
  /**
   * The dtype and shape of targets that fit an output, batch axis included; throws when the output does not fit the loss
   * (sparse categorical cross-entropy on one unit, say), saying what to do.
   *
   * @param prediction the spec of the output
   * @param given the spec of the targets the user passed, as `[batch]` may stand for `[batch, 1]` and the other way round
   */
  target(prediction: TensorSpec, given: TensorSpec): TensorSpec;
  /** Targets from 0 to this, excluded, when they are classes: checked on the host before training. */
  numClasses?(prediction: TensorSpec): number | undefined;
  /** A class id that is allowed besides those of {@link Loss.numClasses}, and ignored. */
  readonly ignoreClass?: number | undefined;
  /** The smallest and largest target that make sense: checked on the host before training. */
  readonly range?: readonly [low: number, high: number];
}
