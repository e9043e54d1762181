import { literal } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { weightLike } from "./mean-state.ts";
import type { Metric } from "./metric.ts";

/** The sum of the output itself, whatever the targets (Keras `Sum`). */
export const sum = ({ name = "sum" }: { readonly name?: string } = {}): Metric<{ readonly total: Tensor }> => ({
  name,
  config: { kind: "sum", options: { name } },
  init: () => ({ total: literal(0, "float32") }),
  update: ({ total }, _, prediction, weight) => {
    if (weight === undefined) return { total: total.add(prediction.sum()) };
    const aligned = weightLike(weight, prediction);
    return {
      total: total.add(prediction.mul(aligned.reshape([...aligned.shape, ...prediction.shape.slice(aligned.ndim).map(() => 1)])).sum()),
    };
  },
  result: ({ total }) => total,
});
