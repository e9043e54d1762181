import { collect } from "./collect.ts";
import type { Graph } from "./graph.ts";
import { namedDim } from "./shape/dim.ts";
import type { Dim } from "./shape/dim.ts";
import type { TensorSpec } from "./spec.ts";
import { placeholder } from "./leaf-tensors.ts";
import type { Tensor } from "./tensor.ts";
import { flatten, flattenWith, unflatten } from "./tree.ts";
import type { MapTree, Structure, Tree } from "./tree.ts";
import { verify } from "./verify.ts";

/** A spec as people write it: a string in the shape names a free dimension. dtype defaults to float32. */
export interface SpecLike {
  readonly shape: readonly (Dim | string)[];
  readonly dtype?: TensorSpec["dtype"];
}

/** A traced function. */
export interface Traced<Result> {
  readonly graph: Graph;
  /** How the outputs of the graph make up what the function returned. */
  readonly structure: Structure;
  readonly result: Result;
}

/**
 * Free dimensions by name, and the dtype filled in.
 *
 * @throws when a size is neither (Keras's `None`, which is `null` here)
 */
export const toSpec = ({ shape, dtype = "float32" }: SpecLike): TensorSpec => ({ dtype, shape: shape.map(toDim) });

function toDim(dim: Dim | string | null | undefined, axis: number, shape: readonly unknown[]): Dim {
  if (typeof dim === "string") return namedDim(dim);
  if (dim !== null && dim !== undefined) return dim;
  throw new TypeError(
    `shape: axis ${axis} of [${shape.map(String).join(", ")}] is ${String(dim)}. Give a free size a name instead: ["time"]; equal names are equal sizes.`,
  );
}

/** Whether a value is a spec as {@link trace} takes it. */
export const isSpecLike = (value: unknown): value is SpecLike =>
  typeof value === "object" && value !== null && "shape" in value && Array.isArray(value.shape);

/**
 * Turns a function of tensors into a graph. The function runs once, on placeholders; numbers it uses become constants.
 *
 * @param fn takes and returns trees of tensors
 * @param specs one tree of specs per argument
 *
 * @example
 * const graph = trace((x, w) => x.matmul(w), [{ shape: ["batch", 4] }, { shape: [4, 3] }]);
 */
export function trace(fn: (...args: never[]) => Tree, specs: readonly unknown[], names: readonly string[] = []): Graph {
  return traceTree(fn, specs, names).graph;
}

/** {@link trace} with the structure of the result. */
export function traceTree<Result extends Tree>(
  fn: (...args: never[]) => Result,
  specs: readonly unknown[],
  names: readonly string[] = [],
): Traced<Result> {
  const flat = specs.map((spec) => flattenWith(spec, isSpecLike));
  const inputs: Tensor[] = [];
  const args = flat.map(({ leaves, paths, structure }, position) => {
    const base = names[position];
    const tensors = leaves.map((leaf, i) => placeholder(toSpec(leaf), inputName(base, paths[i] ?? "", position)));
    inputs.push(...tensors);
    return unflatten<never>(structure, tensors);
  });
  const result = fn(...args);
  const { leaves, paths, structure } = flatten(result);
  const { graph } = collect(leaves, inputs, { outputNames: paths.map((path, i) => (path === "" ? "output" : path) || `output${i}`) });
  verify(graph);
  return { graph, structure, result };
}

const inputName = (base: string | undefined, path: string, position: number): string => {
  if (base !== undefined) return path === "" ? base : `${base}/${path}`;
  return path === "" ? `arg${position}` : `arg${position}/${path}`;
};

/** The tree of specs of a tree of tensors. */
export const specsOf = <T extends Tree>(tree: T): MapTree<T, Tensor, TensorSpec> => {
  const { leaves, structure } = flatten(tree);
  return unflatten(
    structure,
    leaves.map((leaf) => leaf.spec),
  );
};
