import { concat, sliceAxis, Tensor } from "@tidu/core-tensor";
import type { Dim } from "@tidu/core-tensor";
import type { Learned } from "../learned.ts";
import type { WeightSpecs, Weights } from "../weight.ts";

/** A kernel and perhaps a bias, as they come in a tree of weights. */
export interface Projection {
  readonly kernel: Tensor;
  readonly bias: Tensor | undefined;
}

/** The specs of a projection of `features` to `outputs`, in Keras's shapes: `[...features, ...outputs]` and `[...outputs]`. */
export const projectionSpecs = (
  features: readonly number[],
  outputs: readonly number[],
  kernel: Learned,
  bias: Learned & { readonly useBias: boolean },
): WeightSpecs => ({ kernel: kernel.spec([...features, ...outputs]), ...(bias.useBias && { bias: bias.spec(outputs) }) });

/**
 * The projection of a name.
 *
 * @throws when it is not there
 */
export function projectionAt(weights: Weights, name: string): Projection {
  const found = weights[name];
  const kernel = found instanceof Tensor ? undefined : found?.["kernel"];
  const bias = found instanceof Tensor ? undefined : found?.["bias"];
  if (!(kernel instanceof Tensor)) throw new Error(`The weights lack the projection "${name}".`);
  return { kernel, bias: bias instanceof Tensor ? bias : undefined };
}

/**
 * `x · kernel + bias`.
 *
 * @param x `[…, features]`
 * @param bound how many axes of the kernel are the features of x; the result keeps one axis if there is one more, else all
 */
export function project(x: Tensor, { kernel, bias }: Projection, bound = 1): Tensor {
  const outputs = bound === 1 ? [] : kernel.shape.slice(bound);
  const y = x.matmul(kernel.reshape([x.shape.at(-1) ?? 1, -1]));
  const biased = bias === undefined ? y : y.add(bias.reshape([-1]));
  return outputs.length <= 1 ? biased : biased.reshape([...x.shape.slice(0, -1), ...outputs]);
}

export interface HeadInputs {
  readonly query: Tensor;
  /** Absent: only queries are wanted. */
  readonly key?: Tensor;
  readonly value?: Tensor;
}

/** Queries, keys and values, head by head: `[batch, …rest, heads, positions, size]`. What has one input is one matrix product. */
export function headsOf(
  weights: Weights,
  { query, key, value }: HeadInputs,
  {
    heads,
    groups,
    keyDim,
    valueDim,
  }: { readonly heads: number; readonly groups: number; readonly keyDim: number; readonly valueDim: number },
  axes: readonly number[],
): { readonly q: Tensor; readonly k: Tensor | undefined; readonly v: Tensor | undefined } {
  const [toQuery, toKey, toValue] = ["query", "key", "value"].map((name) => projectionAt(weights, name));
  if (toQuery === undefined || toKey === undefined || toValue === undefined) throw new Error("expected three projections.");
  if (key === undefined || value === undefined) return { q: splitHeads(project(query, toQuery), heads, axes), k: undefined, v: undefined };
  const alike = heads === groups && keyDim === valueDim && axes.length === 1 && query.ndim === 3;
  if (alike && query === key && key === value) {
    const [q, k, v] = headsTogether(query, [toQuery, toKey, toValue], heads);
    if (q !== undefined) return { q, k, v };
  }
  if (alike && key === value) {
    const [k, v] = headsTogether(value, [toKey, toValue], heads);
    return { q: splitHeads(project(query, toQuery), heads, axes), k, v };
  }
  return {
    q: splitHeads(project(query, toQuery), heads, axes),
    k: splitHeads(project(key, toKey), groups, axes),
    v: splitHeads(project(value, toValue), groups, axes),
  };
}

/** Several projections of one input that are shaped alike, as one matrix product: `[batch, heads, time, size]` for each. */
function headsTogether(x: Tensor, projections: readonly Projection[], heads: number): readonly Tensor[] {
  const [batch = 1, time = 1, features = 1] = x.shape;
  const kernel = concat(
    projections.map(({ kernel }) => kernel.reshape([features, -1])),
    1,
  );
  const biases = projections.flatMap(({ bias }) => (bias === undefined ? [] : [bias.reshape([-1])]));
  const y = project(x, { kernel, bias: biases.length === 0 ? undefined : concat(biases) });
  const size = Number(kernel.shape[1]) / projections.length / heads;
  const apart = y.reshape([batch, time, projections.length, heads, size]).transpose([2, 0, 3, 1, 4]); // what is cut out lies together
  return projections.map((_, i) => sliceAxis(apart, 0, i, i + 1).reshape([batch, heads, time, size]));
}

/**
 * `[batch, …, heads · size]` as `[batch, …rest, heads, positions, size]`.
 *
 * @param axes those of x that are attended over; they become one
 */
function splitHeads(x: Tensor, heads: number, axes: readonly number[]): Tensor {
  const size = Number(x.shape.at(-1)) / heads;
  const rest = restOf(x.ndim, axes);
  const apart = x.reshape([...x.shape.slice(0, -1), heads, size]).transpose([0, ...rest, x.ndim - 1, ...axes, x.ndim]);
  return axes.length === 1 ? apart : apart.reshape([...apart.shape.slice(0, rest.length + 2), -1, size]);
}

/**
 * The inverse: `[batch, …, heads · size]`.
 *
 * @param shape of the input whose heads they were
 */
export function joinHeads(y: Tensor, shape: readonly Dim[], axes: readonly number[]): Tensor {
  const sizes = (axes: readonly number[]): readonly Dim[] => axes.map((axis) => shape[axis] ?? 1);
  const rest = restOf(shape.length, axes);
  const [heads = 1, size = 1] = [y.shape[rest.length + 1], y.shape.at(-1)];
  const order = [0, ...rest, shape.length - 1, ...axes, shape.length]; // where the axes come from in [batch, …, heads, size]
  const apart = y.reshape([shape[0] ?? 1, ...sizes(rest), heads, ...sizes(axes), size]);
  return apart.transpose(order.map((_, axis) => order.indexOf(axis))).reshape([...shape.slice(0, -1), Number(heads) * Number(size)]);
}

/** The axes between batch and features that are not attended over. */
const restOf = (ndim: number, axes: readonly number[]): readonly number[] =>
  Array.from({ length: ndim - 2 }, (_, i) => i + 1).filter((axis) => !axes.includes(axis));
