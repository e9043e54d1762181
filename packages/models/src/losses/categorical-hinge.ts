import { literal } from "@tidu/core-tensor";
import type { Loss } from "./loss.ts";
import { classRowsFor } from "./target-spec.ts";

/** `max(largest wrong score − right score + 1, 0)` for one-hot targets `[batch, classes]` (Keras `CategoricalHinge`). */
export const categoricalHinge = (): Loss => ({
  name: "categoricalHinge",
  config: { kind: "categoricalHinge", options: {} },
  perExample: (y, prediction) => {
    const right = y.mul(prediction).sum({ axis: -1 });
    const wrong = literal(1, "float32").sub(y).mul(prediction).max({ axis: -1 });
    return wrong.sub(right).add(1).maximum(0);
  },
  target: (prediction, given) => classRowsFor("categoricalHinge", prediction, given, -1),
});
