import { clip, composite, literal, logSoftmax, scatterAddAlongAxis, softmax, takeAlongAxis, where } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { logitsFor, logitsOfSoftmax } from "./logits-of.ts";
import type { Loss } from "./loss.ts";
import { probability } from "./probability.ts";
import { classIdsFor } from "./target-spec.ts";

export interface SparseCategoricalCrossentropyOptions {
  /** Whether the output holds logits, without a softmax. Default: false; a softmax that made the output is recognised in any case. */
  readonly fromLogits?: boolean;
  /** Examples of this class (255 in segmentation masks, -1 …) are left out, also of the average. Default: none. */
  readonly ignoreClass?: number | undefined;
}

/**
 * `−log p[y]` for class ids `int32[batch]` and outputs with softmax `[batch, classes]`, or ids `int32[batch, time]` and outputs
 * `[batch, time, classes]` (Keras `SparseCategoricalCrossentropy`).
 * Probabilities of other origin are divided by their sum and limited to [1e-7, 1 − 1e-7].
 */
export const sparseCategoricalCrossentropy = ({ fromLogits = false, ignoreClass }: SparseCategoricalCrossentropyOptions = {}): Loss => {
  const name = "sparseCategoricalCrossentropy";
  const each = (labels: Tensor, prediction: Tensor, logits: Tensor | undefined): Tensor =>
    logits === undefined ? ofProbabilities(labels, prediction) : ofLogits(labels, logits);
  return {
    name,
    config: { kind: name, options: { fromLogits, ignoreClass } },
    ignoreClass,
    perExample: (labels, prediction) => {
      const logits = logitsFor(name, fromLogits, prediction, logitsOfSoftmax(prediction, -1));
      if (ignoreClass === undefined) return each(labels, prediction, logits);
      const counts = labels.notEqual(ignoreClass);
      return where(counts, each(where(counts, labels, 0), prediction, logits), 0);
    },
    counted: (labels) => (ignoreClass === undefined ? undefined : labels.notEqual(ignoreClass)),
    target: (prediction, given) => classIdsFor(name, prediction, given),
    numClasses: ({ shape }) => {
      const numClasses = shape.at(-1);
      return typeof numClasses === "number" ? numClasses : undefined;
    },
  };
};

const ofProbabilities = (labels: Tensor, prediction: Tensor): Tensor =>
  clip(
    takeAlongAxis(prediction, labels.expandDims(-1)).div(prediction.sum({ axis: -1, keepDims: true })),
    probability.least,
    probability.most,
  )
    .log()
    .neg()
    .squeeze(-1);

/** `−log softmax(z)[label]`; its gradient is softmax(z), less 1 at the label, times g. */
const ofLogits = (labels: Tensor, z: Tensor): Tensor =>
  composite(
    {
      name: "sparseCategoricalCrossentropy",
      body: (z, labels) => (labels === undefined ? z : takeAlongAxis(logSoftmax(z), labels.expandDims(-1)).neg().squeeze(-1)),
      gradient: ({ args: [z, labels], cotangent }) => {
        if (z === undefined || labels === undefined) return [];
        const at = labels.expandDims(-1);
        return [scatterAddAlongAxis(softmax(z), at, literal(-1, "float32").broadcastTo(at.shape)).mul(cotangent.expandDims(-1))];
      },
    },
    z,
    labels,
  );
