import { concat, dtypes, resolveAxis, sameDim, tensor } from "@tidu/core-tensor";
import type { Tensor, TensorSpec } from "@tidu/core-tensor";
import type { Inputs } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { anyMask } from "./any-mask.ts";

export interface ConcatenateOptions extends LayerOptions {
  /** Default: -1. */
  readonly axis?: number | undefined;
}

/**
 * All inputs one after the other along an axis (Keras `Concatenate`). Their masks follow each other too, where steps do; along other
 * axes a step counts when it does in any input.
 */
export function concatenate(options: ConcatenateOptions = {}): Layer {
  const { axis = -1 } = options;
  return layer("concatenate", {
    options,
    config: { axis },
    joins: true,
    stepping: axis === -1 || axis > 1 ? "alone" : "whole",
    rank: { atLeast: 1 },
    dtypes,
    check: (inputs) => problem(inputs, axis),
    apply: (_, __, { inputs, masks = [] }) => [concat(inputs, axis), {}, { mask: joinedMask(inputs, masks, axis) }],
  });
}

/** Masks are bool[batch, time]; an input without one counts at all of its steps. */
function joinedMask(inputs: Inputs<Tensor>, masks: readonly (Tensor | undefined)[], axis: number): Tensor | undefined {
  const [first] = inputs;
  if (first.ndim < 3 || masks.every((mask) => mask === undefined)) return undefined;
  const at = resolveAxis(axis, first.ndim, "concatenate");
  if (at > 1) return anyMask(masks);
  const all = ({ shape }: Tensor): Tensor => tensor(true).broadcastTo(shape.slice(0, 2));
  return concat(
    inputs.map((input, i) => masks[i] ?? all(input)),
    at,
  );
}

function problem([first, ...others]: Inputs<TensorSpec>, axis: number): string | undefined {
  const rank = first.shape.length;
  const at = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || at < 0 || at >= rank) return `expected inputs with an axis ${axis}`;
  const fits = others.every(
    ({ shape, dtype }) =>
      dtype === first.dtype && shape.length === rank && shape.every((dim, i) => i === at || sameDim(dim, first.shape[i] ?? 0)),
  );
  return fits ? undefined : `expected inputs of one dtype with equal shapes except on axis ${axis}`;
}
