import { collect } from "./collect.ts";
import { asTensor } from "./composite.ts";
import { printDim } from "./shape/dim.ts";
import type { Dim } from "./shape/dim.ts";
import { requireSameDim } from "./shape/shape.ts";
import { printSpec, sameSpec } from "./spec.ts";
import { placeholder } from "./leaf-tensors.ts";
import { apply } from "./tensor.ts";
import { flatten, leavesAt, unflatten } from "./tree.ts";
import type { Flat, Tree } from "./tree.ts";
import type { Tensor } from "./tensor.ts";

/** How often a loop runs, and in which direction. */
export interface ScanOptions {
  /** The number of steps; default: the size of the first axis of xs. Needed when xs is empty. */
  readonly length?: Dim;
  /** From the last row of xs to the first. Default: false. */
  readonly reverse?: boolean;
  /**
   * What a step computes without its carry is computed for all steps at once before the loop, and what the carry never needs again
   * (sums over the steps, results) behind it: fast, for memory of all steps. Recurrent layers ask for it. Default: false.
   */
  readonly batched?: boolean;
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
  { length, reverse = false, batched = false }: ScanOptions = {},
): readonly [Carry, Ys] {
  const first = flatten(carry);
  const rows = flatten(xs);
  const steps = length ?? rows.leaves[0]?.shape[0];
  if (steps === undefined) throw new Error("scan: give xs with a first axis of steps, or a length.");
  if (typeof steps === "number" && !(Number.isInteger(steps) && steps >= 0)) {
    throw new RangeError(`scan: expected a length of 0 or more steps, received ${steps}.`);
  }

  const carryIn = first.leaves.map((leaf, i) => placeholder(leaf.spec, named("carry", first.paths[i])));
  const rowIn = rows.leaves.map((leaf, i) => {
    const where = `scan: xs${at(rows.paths[i])} is ${printSpec(leaf.spec)}`;
    if (leaf.ndim === 0) throw new Error(`${where}; it needs a first axis of steps.`);
    requireSameDim(leaf.shape[0] ?? 0, steps, `${where}, not of ${printDim(steps)} steps`);
    return placeholder({ dtype: leaf.dtype, shape: leaf.shape.slice(1) }, named("x", rows.paths[i]));
  });
  const [next, y] = body(unflatten<Carry>(first.structure, carryIn), unflatten<Xs>(rows.structure, rowIn));
  const nextLeaves = nextCarry(next, first);
  const results = flatten(y);
  const names = [...first.paths.map((path) => named("next", path)), ...results.paths.map((path) => named("y", path))];
  const { graph, captures } = collect([...nextLeaves, ...results.leaves], [...carryIn, ...rowIn], {
    captures: "inputs",
    outputNames: names,
  });

  const inputs = { carry: first.leaves, xs: rows.leaves, consts: captures.map(asTensor) };
  const outputs = apply("scan", inputs, { body: graph, length: steps, reverse, ...(batched && { batched }) });
  const count = first.leaves.length;
  return [unflatten<Carry>(first.structure, outputs.slice(0, count)), unflatten<Ys>(results.structure, outputs.slice(count))];
}

const named = (prefix: string, path: string | undefined): string => (path === undefined || path === "" ? prefix : `${prefix}/${path}`);

/** The leaves of the carry that a step returns, checked against those that entered. */
function nextCarry(next: Tree, first: Flat<Tensor>): readonly Tensor[] {
  const { paths } = flatten(next);
  const missing = first.paths.find((path) => !paths.includes(path));
  const added = paths.find((path) => !first.paths.includes(path));
  if (missing !== undefined) throw new Error(`scan: the next carry lacks ${carryName(missing)}. A step returns [next carry, results].`);
  if (added !== undefined) throw new Error(`scan: the next carry has ${carryName(added)}, which the first carry has not.`);
  return leavesAt(next, first.paths).map((leaf, i) => {
    const before = first.leaves[i]?.spec;
    if (before === undefined || sameSpec(before, leaf.spec)) return leaf;
    throw new Error(
      `scan: ${carryName(first.paths[i] ?? "")} enters a step as ${printSpec(before)} and leaves it as ${printSpec(leaf.spec)}; it must keep its shape and dtype.`,
    );
  });
}

const carryName = (path: string): string => (path === "" ? "the carry" : `carry "${path}"`);

const at = (path: string | undefined): string => (path === undefined || path === "" ? "" : ` at "${path}"`);
