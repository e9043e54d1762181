import { Tensor } from "./tensor.ts";

/** Tensors in arrays and plain objects, nested as you like: parameters, optimizer state, a batch. */
export type Tree<Leaf = Tensor> = Leaf | readonly Tree<Leaf>[] | { readonly [key: string]: Tree<Leaf> };

/** The same structure with other leaves. */
export type MapTree<T, From, To> = T extends From
  ? To
  : T extends readonly unknown[] | object
    ? { readonly [K in keyof T]: MapTree<T[K], From, To> }
    : T;

/** What is left of a tree without its leaves: enough to put new leaves in. */
export type Structure = null | readonly Structure[] | { readonly [key: string]: Structure };

/** A tree taken apart. */
export interface Flat<Leaf> {
  readonly leaves: readonly Leaf[];
  /** `weights/dense_1/kernel`, one per leaf. */
  readonly paths: readonly string[];
  readonly structure: Structure;
}

const isTensor = (value: unknown): value is Tensor => value instanceof Tensor;

/** Takes a tree of tensors apart: leaves in order (keys as inserted) with their paths. */
export function flatten(tree: unknown): Flat<Tensor> {
  return flattenWith(tree, isTensor);
}

/** {@link flatten} for leaves of any kind. */
export function flattenWith<Leaf>(tree: unknown, isLeaf: (value: unknown) => value is Leaf): Flat<Leaf> {
  const leaves: Leaf[] = [];
  const paths: string[] = [];
  const walk = (value: unknown, path: string): Structure => {
    if (isLeaf(value)) {
      leaves.push(value);
      paths.push(path);
      return null;
    }
    const join = (key: string): string => (path === "" ? key : `${path}/${key}`);
    if (Array.isArray(value)) return value.map((item, i) => walk(item, join(String(i))));
    if (
      typeof value === "object" &&
      value !== null &&
      (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null)
    ) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, join(key))]));
    }
    throw new TypeError(
      `tree: expected a tensor, an array or a plain object${path === "" ? "" : ` at "${path}"`}, received ${describe(value)}.`,
    );
  };
  const structure = walk(tree, "");
  return { leaves, paths, structure };
}

/** Puts leaves into a structure, in the order of {@link flatten}. The caller knows which type that gives. */
export function unflatten<T>(structure: Structure, leaves: readonly unknown[]): T {
  let next = 0;
  const build = (part: Structure): unknown => {
    if (part === null) return leaves[next++];
    if (isList(part)) return part.map(build);
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, build(item)]));
  };
  return build(structure) as T;
}

/**
 * Applies `map` to the leaves of `tree` and the leaves in the same places of other trees.
 *
 * @throws when another tree lacks a place that the first one has
 */
export function mapTree<T extends Tree, U = Tensor>(
  map: (leaf: Tensor, ...others: Tensor[]) => U,
  tree: T,
  ...others: readonly Tree[]
): MapTree<T, Tensor, U> {
  const { leaves, paths, structure } = flatten(tree);
  const rest = others.map((other) => leavesAt(other, paths));
  return unflatten(
    structure,
    leaves.map((leaf, i) => map(leaf, ...rest.map((list) => list[i]).filter((value) => value !== undefined))),
  );
}

/** The leaves of `tree` in the order of `paths`, whatever the order of its keys. */
export function leavesAt(tree: Tree, paths: readonly string[]): readonly Tensor[] {
  const flat = flatten(tree);
  const byPath = new Map(flat.paths.map((path, i) => [path, flat.leaves[i]]));
  return paths.map((path) => {
    const leaf = byPath.get(path);
    if (leaf === undefined) throw new Error(`tree: nothing at "${path}"; the other tree has ${flat.paths.join(", ")}.`);
    return leaf;
  });
}

const isList = (part: Structure): part is readonly Structure[] => Array.isArray(part);

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "object") return value.constructor?.name ?? "an object";
  return typeof value === "function" ? "a function" : `the ${typeof value} ${JSON.stringify(value)}`;
}
