import { concat, dtypes, sameDim } from "@tidu/core-tensor";
import type { TensorSpec } from "@tidu/core-tensor";
import type { Inputs } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";

export interface ConcatenateOptions extends LayerOptions {
  /** Default: -1. */
  readonly axis?: number | undefined;
}

/** All inputs one after the other along an axis (Keras `Concatenate`). */
export function concatenate(options: ConcatenateOptions = {}): Layer {
  const { axis = -1 } = options;
  return layer("concatenate", {
    options,
    config: { axis },
    joins: true,
    rank: { atLeast: 1 },
    dtypes,
    check: (inputs) => problem(inputs, axis),
    apply: (_, __, { inputs }) => concat(inputs, axis),
  });
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
