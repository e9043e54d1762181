import { broadcastShapes, requireSameDim } from "@tidu/core-tensor";
import type { Shape, Tensor, TensorSpec } from "@tidu/core-tensor";
import type { Inputs } from "../check-inputs.ts";
import { layer } from "../define-layer.ts";
import type { Layer, LayerOptions } from "../layer.ts";
import { anyMask } from "./any-mask.ts";
import { maskedExtreme, maskedProduct } from "./masked-values.ts";
import type { Operand } from "./masked-values.ts";

/** The sum of all inputs (Keras `Add`). */
export const add = (options: LayerOptions = {}): Layer => elementwise("add", options, (a, b) => a.add(b));

/** The first input minus the second (Keras `Subtract`). */
export const subtract = (options: LayerOptions = {}): Layer => elementwise("subtract", options, (a, b) => a.sub(b), { pairs: true });

/** The product of all inputs; masked steps count as 1 (Keras `Multiply`). */
export const multiply = (options: LayerOptions = {}): Layer =>
  elementwise("multiply", options, (a, b) => a.mul(b), { masked: maskedProduct });

/** The mean of all inputs (Keras `Average`). */
export const average = (options: LayerOptions = {}): Layer =>
  elementwise("average", options, (a, b) => a.add(b), { after: (sum, count) => sum.div(count) });

/** The largest of all inputs at each position; masked steps take no part (Keras `Maximum`). */
export const maximum = (options: LayerOptions = {}): Layer =>
  elementwise("maximum", options, (a, b) => a.maximum(b), { masked: maskedExtreme });

/** The smallest of all inputs at each position; masked steps take no part (Keras `Minimum`). */
export const minimum = (options: LayerOptions = {}): Layer =>
  elementwise("minimum", options, (a, b) => a.minimum(b), { masked: maskedExtreme });

interface ElementwiseRules {
  /** Takes exactly two inputs. Default: any number. */
  readonly pairs?: boolean;
  readonly after?: (joined: Tensor, count: number) => Tensor;
  /** How inputs join when some have masks. Default: as without. */
  readonly masked?: (operands: readonly Operand[], combine: (a: Tensor, b: Tensor) => Tensor) => Tensor;
}

/**
 * Joins inputs element by element. Shapes broadcast; inputs of lower rank get axes of size 1 behind the batch. Where all inputs have
 * masks, a step counts when it does in any of them.
 */
function elementwise(
  kind: string,
  options: LayerOptions,
  combine: (a: Tensor, b: Tensor) => Tensor,
  { pairs = false, after, masked }: ElementwiseRules = {},
): Layer {
  return layer(kind, {
    options,
    config: {},
    joins: true,
    stepping: "alone",
    rank: { atLeast: 1 },
    check: (inputs) =>
      pairs && inputs.length !== 2 ? "expected two inputs" : joins(inputs) ? undefined : "expected inputs whose shapes broadcast",
    apply: (_, __, { inputs, masks = [] }) => {
      const rank = Math.max(...inputs.map(({ ndim }) => ndim));
      const operands = inputs.map((input, i): Operand => ({
        x: input.reshape(ofRank(input.shape, rank)),
        counts: input.ndim === rank ? alongSteps(masks[i], rank) : undefined,
      }));
      const plain = masked === undefined || operands.every(({ counts }) => counts === undefined);
      const joined = plain ? operands.map(({ x }) => x).reduce(combine) : masked(operands, combine);
      return [after === undefined ? joined : after(joined, inputs.length), {}, { mask: anyMask(masks) }];
    },
  });
}

/** A mask bool[batch, time] with axes of size 1 behind, for values of that rank. */
const alongSteps = (mask: Tensor | undefined, rank: number): Tensor | undefined =>
  mask === undefined || mask.ndim >= rank ? undefined : mask.reshape([...mask.shape, ...Array.from({ length: rank - mask.ndim }, () => 1)]);

const ofRank = ([batch = 1, ...rest]: Shape, rank: number): Shape => [
  batch,
  ...Array.from({ length: rank - 1 - rest.length }, () => 1),
  ...rest,
];

function joins(inputs: Inputs<TensorSpec>): boolean {
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  const [first, ...others] = inputs;
  try {
    others.forEach(({ shape }) => requireSameDim(first.shape[0] ?? 1, shape[0] ?? 1, "batch"));
    inputs.map(({ shape }) => ofRank(shape, rank)).reduce((a, b) => broadcastShapes(a, b, "join"));
    return true;
  } catch {
    return false;
  }
}
