import { relu } from "@tidu/core-tensor";
import { knownSize } from "../check-inputs.ts";
import { toConstraint } from "../constraints/to-constraint.ts";
import type { ConstraintLike } from "../constraints/to-constraint.ts";
import { layer } from "../define-layer.ts";
import { toInitializer } from "../initializers/to-initializer.ts";
import type { InitializerLike } from "../initializers/to-initializer.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { toRegularizer } from "../regularizers/to-regularizer.ts";
import type { RegularizerLike } from "../regularizers/to-regularizer.ts";
import { weight } from "../weight.ts";

export interface PreluOptions extends LayerOptions {
  /** Default: `"zeros"`. */
  readonly alphaInitializer?: InitializerLike | undefined;
  readonly alphaRegularizer?: RegularizerLike | undefined;
  readonly alphaConstraint?: ConstraintLike | undefined;
  /** Axes (1 is the first after the batch) whose elements share a slope. Default: none. */
  readonly sharedAxes?: readonly number[] | undefined;
}

/** `x` above 0, `alpha · x` below, with a learned slope `alpha` per element of an example (He et al. 2015; Keras `PReLU`). */
export function prelu(options: PreluOptions = {}): Layer {
  const where = options.name ?? "prelu";
  const { sharedAxes = [] } = options;
  const initializer = toInitializer(options.alphaInitializer ?? "zeros", `${where}: alphaInitializer`);
  const regularizer = toRegularizer(options.alphaRegularizer, `${where}: alphaRegularizer`);
  const constraint = toConstraint(options.alphaConstraint, `${where}: alphaConstraint`);
  return layer("prelu", {
    options,
    config: {
      alphaInitializer: initializer.config,
      alphaRegularizer: regularizer?.config,
      alphaConstraint: constraint?.config,
      sharedAxes,
    },
    rank: { atLeast: 2 },
    check: ([x]) => {
      const bad = sharedAxes.find((axis) => !Number.isInteger(axis) || axis < 1 || axis >= x.shape.length);
      return bad === undefined ? undefined : `expected sharedAxes from 1 to ${x.shape.length - 1}, found ${bad}`;
    },
    weights: ([x], where) => ({
      alpha: weight(
        x.shape.slice(1).map((_, i) => (sharedAxes.includes(i + 1) ? 1 : knownSize(x, i + 1, where))),
        initializer,
        { regularizer, constraint },
      ),
    }),
    masking: "passes",
    apply: ({ alpha }, x) => relu(x).sub(alpha.mul(relu(x.neg()))),
  });
}
