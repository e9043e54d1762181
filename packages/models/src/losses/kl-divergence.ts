import { clip } from "@tidu/core-tensor";
import type { Loss } from "./loss.ts";
import { numbersLikePrediction } from "./target-spec.ts";

/** `Σ y log(y / prediction)` over the last axis, both limited to [1e-7, 1] (Keras `KLDivergence`; `"kld"`). */
export const klDivergence = (): Loss => ({
  name: "klDivergence",
  config: { kind: "klDivergence", options: {} },
  perExample: (y, prediction) => {
    const truth = clip(y, 1e-7, 1);
    return truth.mul(truth.div(clip(prediction, 1e-7, 1)).log()).sum({ axis: -1 });
  },
  target: (prediction, given) => numbersLikePrediction("klDivergence", prediction, given),
});
