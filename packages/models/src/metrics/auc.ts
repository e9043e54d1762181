import { literal, tensor, where, zeros } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { rowsFor, weightFor } from "./binary-counts.ts";
import { divideNoNaN } from "./mean-state.ts";
import type { Metric } from "./metric.ts";

export interface AucOptions {
  /** The curve: true over false positive rate, or precision over recall. Default: `"ROC"`. */
  readonly curve?: "ROC" | "PR";
  /** How many points of the curve are counted, evenly spaced thresholds from 0 to 1. Default: 200. */
  readonly numThresholds?: number;
  /** The key in logs. Default: `"auc"`. */
  readonly name?: string;
}

interface AucState {
  readonly [key: string]: Tensor;
  /** Per threshold. */
  readonly truePositives: Tensor;
  readonly falsePositives: Tensor;
  readonly positives: Tensor;
  readonly negatives: Tensor;
}

/**
 * The area under a curve over thresholds: how likely a yes gets a larger output than a no (Keras `AUC` with interpolation; PR by
 * Davis & Goadrich 2006). Targets: 0 or 1, outputs from 0 to 1.
 *
 * @throws when there are fewer than 2 thresholds
 */
export function auc({ curve = "ROC", numThresholds = 200, name = "auc" }: AucOptions = {}): Metric<AucState> {
  if (!Number.isInteger(numThresholds) || numThresholds < 2)
    throw new RangeError(`auc: expected numThresholds of at least 2, received ${numThresholds}.`);
  const last = numThresholds - 1;
  // The ends lie outside [0, 1], so that the first threshold passes all outputs and the last none.
  const thresholds = Float32Array.from({ length: numThresholds }, (_, i) => (i === 0 ? -1e-7 : i === last ? 1 + 1e-7 : i / last));
  return {
    name,
    config: { kind: "auc", options: { curve, numThresholds, name } },
    init: () => ({
      truePositives: zeros([numThresholds]),
      falsePositives: zeros([numThresholds]),
      positives: literal(0, "float32"),
      negatives: literal(0, "float32"),
    }),
    update: (state, y, prediction, sampleWeight) => {
      const truth = rowsFor(y, prediction);
      const weight = sampleWeight === undefined ? undefined : weightFor(sampleWeight, truth).broadcastTo(truth.shape);
      const yes = weight === undefined ? truth : truth.mul(weight);
      const no = (weight ?? literal(1, "float32")).sub(yes);
      const above = prediction.reshape([-1, 1]).greater(tensor(thresholds)).cast("float32"); // [numbers, thresholds]
      const count = (x: Tensor): Tensor => x.reshape([-1]).matmul(above);
      return {
        truePositives: state.truePositives.add(count(yes)),
        falsePositives: state.falsePositives.add(count(no)),
        positives: state.positives.add(yes.sum()),
        negatives: state.negatives.add(no.sum()),
      };
    },
    result: (state) => (curve === "ROC" ? underRoc(state, last) : underPrecisionRecall(state, last)),
  };
}

/** All but the last, and all but the first: both ends of each interval between thresholds. */
const ends = (x: Tensor, last: number): readonly [a: Tensor, b: Tensor] => [x.slice([0], [last]), x.slice([1])];

/** Trapezoids. */
function underRoc({ truePositives, falsePositives, positives, negatives }: AucState, last: number): Tensor {
  const [yA, yB] = ends(divideNoNaN(truePositives, positives), last);
  const [xA, xB] = ends(divideNoNaN(falsePositives, negatives), last);
  return xA.sub(xB).mul(yA.add(yB)).mul(0.5).sum();
}

/** True positives taken as linear in all positives said, between two thresholds A and B. */
function underPrecisionRecall({ truePositives, falsePositives, positives }: AucState, last: number): Tensor {
  const [tpA, tpB] = ends(truePositives, last);
  const [saidA, saidB] = ends(truePositives.add(falsePositives), last);
  const slope = divideNoNaN(tpA.sub(tpB), saidA.sub(saidB).maximum(0));
  const intercept = tpB.sub(slope.mul(saidB));
  const both = saidA.greater(0).logicalAnd(saidB.greater(0));
  const ratio = where(both, saidA.div(where(both, saidB, 1)), 1);
  return divideNoNaN(slope.mul(tpA.sub(tpB).add(intercept.mul(ratio.log()))), positives).sum();
}
