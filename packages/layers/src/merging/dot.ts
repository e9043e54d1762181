import { moveAxis, sameDim, sizeOfDims } from "@tidu/core-tensor";
import type { Tensor, TensorSpec } from "@tidu/core-tensor";
import type { Inputs } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import { l2Normalize } from "../l2-normalize.ts";
import type { Layer, LayerOptions } from "../layer.ts";

export interface DotOptions extends LayerOptions {
  /** The axis of both inputs, or of the first and the second, that the products are summed over. */
  readonly axes: number | readonly [number, number];
  /** Bring vectors along the axes to length 1 first: the results are cosines. Default: false. */
  readonly normalize?: boolean | undefined;
}

/** Dot products of two inputs, example by example: their other axes stay, those of the first before those of the second (Keras `Dot`). */
export function dot(options: DotOptions): Layer {
  const { axes, normalize = false } = options;
  return layer("dot", {
    options,
    config: { axes, normalize },
    joins: true,
    rank: { atLeast: 2 },
    check: (inputs) => problem(inputs, axes),
    apply: (_, __, { inputs }) => {
      const [a, b] = inputs.map((input, i) => {
        const axis = axisOf(axes, i, input.ndim);
        const moved = moveAxis(input, axis, -1);
        return normalize ? l2Normalize(moved, -1, 1e-7) : moved;
      });
      if (a === undefined || b === undefined) throw new Error("dot: expected two inputs.");
      const y = rowsOf(a).matmul(rowsOf(b).transpose([0, 2, 1])); // [batch, rows of a, rows of b]
      const rest = [...a.shape.slice(1, -1), ...b.shape.slice(1, -1)];
      return y.reshape([a.shape[0] ?? 1, ...(rest.length === 0 ? [1] : rest)]);
    },
  });
}

/** `[batch, …, length]` as `[batch, rows, length]`. */
const rowsOf = (x: Tensor): Tensor => x.reshape([x.shape[0] ?? 1, sizeOfDims(x.shape.slice(1, -1)), x.shape.at(-1) ?? 1]);

function axisOf(axes: DotOptions["axes"], input: number, rank: number): number {
  const axis = typeof axes === "number" ? axes : (axes[input] ?? 0);
  return axis < 0 ? axis + rank : axis;
}

function problem(inputs: Inputs<TensorSpec>, axes: DotOptions["axes"]): string | undefined {
  const [a, b] = inputs;
  if (b === undefined || inputs.length !== 2) return "expected two inputs";
  const [i, j] = [axisOf(axes, 0, a.shape.length), axisOf(axes, 1, b.shape.length)];
  const sizes = [a.shape[i], b.shape[j]] as const;
  if (i < 1 || j < 1 || sizes[0] === undefined || sizes[1] === undefined)
    return `expected axes ${String(axes)} behind the batch axis and within both inputs`;
  if (!sameDim(a.shape[0] ?? 1, b.shape[0] ?? 1)) return "expected two inputs of one batch size";
  return sameDim(sizes[0], sizes[1]) ? undefined : `expected equal sizes on axis ${i} of the first input and axis ${j} of the second`;
}
