import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { l1l2 } from "../regularizers/norm-penalty.ts";

export interface ActivityRegularizationOptions extends Omit<LayerOptions, "activityRegularizer"> {
  /** Default: 0. */
  readonly l1?: number | undefined;
  /** Default: 0. */
  readonly l2?: number | undefined;
}

/** Gives its input back and adds `(l1 · Σ|x| + l2 · Σx²) / batch` to the loss (Keras `ActivityRegularization`). */
export function activityRegularization(options: ActivityRegularizationOptions = {}): Layer {
  const { l1 = 0, l2 = 0 } = options;
  return layer("activityRegularization", {
    options: { ...options, activityRegularizer: l1l2({ l1, l2 }) },
    config: { l1, l2, activityRegularizer: undefined },
    masking: "passes",
    apply: (_, x) => x,
  });
}
