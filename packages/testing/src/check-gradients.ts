import { evaluate, flatten, grad, isStatic, literal, printSpec, tensor, trace, unflatten } from "@tidu/core-tensor";
import type { Shape, Tensor, TensorData, Tree } from "@tidu/core-tensor";
import { randomValues } from "./random-values.ts";

export interface GradientCheckOptions {
  /** 1: the gradient; 2 (default): the gradient of a component of the gradient as well. */
  readonly order?: 1 | 2;
  /** Allowed error, relative to the sum of the magnitudes that make up the slope. Default: 1e-5. */
  readonly tolerance?: number;
}

/**
 * Compares the gradient of `fn` with central differences in one random direction (the idea of JAX's `check_grads`), computed
 * by the interpreter in double precision. Results other than scalars are weighted with random numbers first.
 *
 * @param fn takes and returns trees of tensors
 * @param args where to look: trees of known tensors; everything in float32 is moved, the rest stays
 * @returns what differs, or `undefined`
 *
 * @example
 * expect(await checkGradients((x: Tensor, w: Tensor) => x.matmul(w).tanh(), [x, w])).toBeUndefined();
 */
export async function checkGradients<Args extends readonly Tree[]>(
  fn: (...args: Args) => Tree,
  args: readonly [...Args],
  { order = 2, tolerance = 1e-5 }: GradientCheckOptions = {},
): Promise<string | undefined> {
  const { leaves, structure } = flatten(args);
  const moved = leaves.flatMap((leaf, i) => (leaf.dtype === "float32" ? [i] : []));
  const point = await Promise.all(moved.map((i) => leaves[i]?.value() ?? Promise.reject(new Error("checkGradients: no value."))));
  const loss: Loss = (params) => {
    const replaced = leaves.map((leaf, i) => params[moved.indexOf(i)] ?? leaf);
    return weightedSum(fn(...unflatten<Args>(structure, replaced)), 1);
  };
  const first = slopeMismatch(loss, point, tolerance);
  if (first !== undefined || order === 1) return first;
  const second = slopeMismatch((params) => weightedSum(grad(loss)(params), 2), point, tolerance);
  return second === undefined ? undefined : `second order: ${second}`;
}

/** A scalar function of a list of tensors. */
export type Loss = (params: readonly Tensor[]) => Tensor;

/** The float32 tensors of a tree, multiplied by random weights and summed: a scalar whose cotangents are not all alike. */
export function weightedSum(tree: Tree, seed: number): Tensor {
  const floats = flatten(tree).leaves.filter((leaf) => leaf.dtype === "float32");
  return floats.reduce(
    (sum, leaf, i) => sum.add(leaf.mul(tensor(randomValues(sizesOf(leaf.shape), seed * 100 + i))).sum()),
    literal(0, "float32"),
  );
}

/** The slope of `loss` at `point` along `direction`, by a central difference in double precision. */
export function slopeByDifference(loss: Loss, point: readonly TensorData[], direction: readonly TensorData[]): number {
  const graph = trace(loss, [point.map(({ shape }) => ({ shape }))]);
  const step = 1e-5; // the error is about step² + 1e-16 / step
  const at = (distance: number): number => Number(evaluate(graph, shift(point, direction, distance))[0]?.data[0]);
  return (at(step) - at(-step)) / (2 * step);
}

/** The scalar product of a gradient with a direction, and the sum of the magnitudes in it. */
export function slopeOf(gradient: readonly Numbers[], direction: readonly Numbers[]): { readonly slope: number; readonly scale: number } {
  const products = gradient.flatMap(({ data }, i) => Array.from(data, (value, j) => Number(value) * Number(direction[i]?.data[j])));
  return {
    slope: products.reduce((sum, product) => sum + product, 0),
    scale: products.reduce((sum, product) => sum + Math.abs(product), 0),
  };
}

interface Numbers {
  readonly data: ArrayLike<number | bigint>;
}

/** The direction in which a point is moved. */
export const directionFor = (point: readonly TensorData[]): readonly TensorData[] =>
  point.map(({ shape }, i) => randomValues(shape, 7 + i));

function slopeMismatch(loss: Loss, point: readonly TensorData[], tolerance: number): string | undefined {
  const direction = directionFor(point);
  const graph = trace((params: readonly Tensor[]) => grad(loss)(params), [point.map(({ shape }) => ({ shape }))]);
  const { slope, scale } = slopeOf(evaluate(graph, shift(point, direction, 0)), direction);
  const expected = slopeByDifference(loss, point, direction);
  const allowed = tolerance * scale + 1e-9;
  return Math.abs(slope - expected) <= allowed
    ? undefined
    : `the gradient gives the slope ${slope}, differences give ${expected} (allowed ±${allowed.toExponential(1)})`;
}

/** `point + distance · direction`, in double precision. */
const shift = (point: readonly TensorData[], direction: readonly TensorData[], distance: number) =>
  point.map(({ dtype, shape, data }, i) => ({
    dtype,
    shape,
    data: Float64Array.from({ length: data.length }, (_, j) => Number(data[j]) + distance * Number(direction[i]?.data[j])),
  }));

function sizesOf(shape: Shape): readonly number[] {
  if (!isStatic(shape)) throw new Error(`checkGradients: expected known sizes, received ${printSpec({ shape, dtype: "float32" })}.`);
  return shape;
}
