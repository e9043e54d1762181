import { printShape, resolveAxis } from "@tidu/core-tensor";

/** Which axes count the inputs and the outputs of a unit, where the shape alone does not tell. Both or none. */
export interface FanAxes {
  /** Default: found from the shape. */
  readonly inputAxes?: readonly number[] | undefined;
  /** Default: found from the shape. */
  readonly outputAxes?: readonly number[] | undefined;
}

/**
 * How many numbers flow into a unit and out of one. A matrix is `[in, out]`; a longer shape is a convolution's
 * `[...window, in, out]` (Keras `compute_fans`).
 */
export function fans(
  shape: readonly number[],
  { inputAxes, outputAxes }: FanAxes = {},
): { readonly fanIn: number; readonly fanOut: number } {
  if ((inputAxes === undefined) !== (outputAxes === undefined))
    throw new Error(`initializer: give both inputAxes and outputAxes, or none.`);
  if (inputAxes !== undefined && outputAxes !== undefined)
    return { fanIn: productAt(shape, inputAxes), fanOut: productAt(shape, outputAxes) };
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const window = product(shape.slice(0, -2));
  return { fanIn: window * (shape.at(-2) ?? 1), fanOut: window * (shape.at(-1) ?? 1) };
}

const product = (sizes: readonly number[]): number => sizes.reduce((total, size) => total * size, 1);

const productAt = (shape: readonly number[], axes: readonly number[]): number =>
  product(axes.map((axis) => shape[resolveAxis(axis, shape.length, `initializer for ${printShape(shape)}`)] ?? 1));
