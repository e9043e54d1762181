import { collect } from "./collect.ts";
import { asTensor } from "./composite.ts";
import type { Dim } from "./shape/dim.ts";
import { printSpec } from "./spec.ts";
import { placeholder } from "./leaf-tensors.ts";
import { apply } from "./tensor.ts";
import { flatten, leavesAt, unflatten } from "./tree.ts";
import type { Tree } from "./tree.ts";

export interface ScanOptions {
  /** The number of steps; default: the size of the first axis of xs. Needed when xs is empty. */
  readonly length?: Dim;
  /** From the last row of xs to the first. Default: false. */
  readonly reverse?: boolean;
}

/**
 * Runs `body` once per row of `xs`, passing the carry on: the only loop (JAX's `lax.scan`).
 *
 * @param body takes the carry and one row of xs, returns the next carry (same shapes and dtypes) and this step's result
 * @param carry the first carry
 * @param xs a tree of tensors with the same first axis, or `[]`
 * @returns the last carry, and the results of all steps stacked along a new first axis
 *
 * @example
 * const [total, sums] = scan((sum, x) => [sum.add(x), sum.add(x)], literal(0, "float32"), tensor([1, 2, 3]));
 */
export function scan<Carry extends Tree, Xs extends Tree, Ys extends Tree>(
  body: (carry: Carry, x: Xs) => readonly [Carry, Ys],
  carry: Carry,
  xs: Xs,
  { length, reverse = false }: ScanOptions = {},
): readonly [Carry, Ys] {
  const first = flatten(carry);
  const rows = flatten(xs);
  const steps = length ?? rows.leaves[0]?.shape[0];
  if (steps === undefined) throw new Error("scan: give xs with a first axis of steps, or a length.");

  const carryIn = first.leaves.map((leaf, i) => placeholder(leaf.spec, named("carry", first.paths[i])));
  const rowIn = rows.leaves.map((leaf, i) => {
    if (leaf.ndim === 0) throw new Error(`scan: xs at "${rows.paths[i]}" is ${printSpec(leaf.spec)}; it needs a first axis of steps.`);
    return placeholder({ dtype: leaf.dtype, shape: leaf.shape.slice(1) }, named("x", rows.paths[i]));
  });
  const [next, y] = body(unflatten<Carry>(first.structure, carryIn), unflatten<Xs>(rows.structure, rowIn));
  const results = flatten(y);
  const nextLeaves = leavesAt(next, first.paths);
  const names = [...first.paths.map((path) => named("next", path)), ...results.paths.map((path) => named("y", path))];
  const { graph, captures } = collect([...nextLeaves, ...results.leaves], [...carryIn, ...rowIn], {
    captures: "inputs",
    outputNames: names,
  });

  const inputs = { carry: first.leaves, xs: rows.leaves, consts: captures.map(asTensor) };
  const outputs = apply("scan", inputs, { body: graph, length: steps, reverse });
  const count = first.leaves.length;
  return [unflatten<Carry>(first.structure, outputs.slice(0, count)), unflatten<Ys>(results.structure, outputs.slice(count))];
}

const named = (prefix: string, path: string | undefined): string => (path === undefined || path === "" ? prefix : `${prefix}/${path}`);
