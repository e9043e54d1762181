import { composite, resolveAxis } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { knownSize } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import type { Layer } from "../layer.ts";
import { within } from "../option-checks.ts";
import { aligned, present, scaleAndCenter, scaledAndCentered } from "./scale-and-center.ts";
import type { ScaleAndCenterOptions } from "./scale-and-center.ts";
import { standardize } from "./standardize.ts";

export interface GroupNormalizationOptions extends ScaleAndCenterOptions {
  /** Into how many groups the channels fall; -1: every channel is one (instance normalization). Default: 32. */
  readonly groups?: number | undefined;
  /** The axis of the channels. Default: -1. */
  readonly axis?: number | undefined;
  /** Added to the variance. Default: 0.001. */
  readonly epsilon?: number | undefined;
}

/**
 * Brings every group of channels of an example to mean 0 and variance 1, then scales and shifts each channel (Wu & He 2018;
 * Keras `GroupNormalization`).
 */
export function groupNormalization(options: GroupNormalizationOptions = {}): Layer {
  const where = options.name ?? "groupNormalization";
  const { groups = 32, axis = -1 } = options;
  if (!Number.isInteger(groups) || (groups < 1 && groups !== -1))
    throw new RangeError(`${where}: expected groups to be an integer of at least 1, or -1, received ${groups}.`);
  const epsilon = within(where, "epsilon", options.epsilon ?? 1e-3, 0);
  const affine = scaleAndCenter(options, where);
  return layer("groupNormalization", {
    options,
    config: { groups, axis, epsilon, ...affine.config },
    rank: { atLeast: 2 },
    check: ([x]) => {
      const channels = x.shape[resolveAxis(axis, x.shape.length, where)];
      if (typeof channels !== "number") return `expected a known size on axis ${axis}`;
      return groups === -1 || channels % groups === 0 ? undefined : `expected channels (axis ${axis}) that fall into ${groups} groups`;
    },
    weights: ([x], where) => affine.weights([knownSize(x, axis, where)]),
    masking: "passes",
    apply: ({ gamma, beta }, x) => {
      const at = resolveAxis(axis, x.ndim, where);
      return normalize(x, at, groups === -1 ? Number(x.shape[at]) : groups, epsilon, gamma, beta);
    },
  });
}

function normalize(x: Tensor, axis: number, groups: number, epsilon: number, gamma: Tensor | undefined, beta: Tensor | undefined): Tensor {
  const [scale, center] = [gamma !== undefined, beta !== undefined];
  return composite(
    {
      name: "groupNormalization",
      options: { groups, axis, epsilon, scale, center },
      body: (x, ...weights) => {
        const grouped = x.reshape(x.shape.flatMap((size, i) => (i === axis ? [groups, Number(size) / groups] : [size]))); // [batch, …, groups, members, …]
        const axes = grouped.shape.map((_, i) => i).filter((i) => i !== 0 && i !== axis);
        const affine = weights.map((weight) => aligned(weight, x, [axis]));
        return scaledAndCentered(
          standardize(grouped, axes, epsilon).reshape(x.shape),
          scale ? affine[0] : undefined,
          center ? affine.at(-1) : undefined,
        );
      },
    },
    x,
    ...present(gamma, beta),
  );
}
