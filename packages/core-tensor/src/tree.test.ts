import { expect, expectTypeOf, test } from "vitest";
import { grad } from "./autodiff.ts";
import { tensor } from "./leaf-tensors.ts";
import type { Tensor } from "./tensor.ts";
import { flatten, flattenWith, leavesAt, mapTree, unflatten } from "./tree.ts";

const [a, b, c] = [tensor(1), tensor(2), tensor(3)] as const;

test("leaves come in the order of the keys, with their paths", () => {
  const { leaves, paths, structure } = flatten({ second: [a, { x: b }], first: c });
  expect(paths).toEqual(["second/0", "second/1/x", "first"]);
  expect(leaves).toEqual([a, b, c]);
  expect(structure).toEqual({ second: [null, { x: null }], first: null });
});

test("a tensor alone is a tree, and so are empty ones", () => {
  expect(flatten(a)).toEqual({ leaves: [a], paths: [""], structure: null });
  expect(flatten({ none: [], nothing: {} }).leaves).toEqual([]);
});

test("unflatten undoes flatten", () => {
  const tree = { weights: [a, b], empty: [], deep: { c } };
  const { leaves, structure } = flatten(tree);
  expect(unflatten(structure, leaves)).toEqual(tree);
});

test("leaves may be of any kind", () => {
  const isNumber = (value: unknown): value is number => typeof value === "number";
  expect(flattenWith({ x: [1, 2] }, isNumber).leaves).toEqual([1, 2]);
});

test("mapTree keeps the structure and meets other trees by path, whatever the order of their keys", async () => {
  const sums = mapTree((x: Tensor, y: Tensor) => x.add(y), { p: a, q: b }, { q: c, p: b });
  expect([await sums.p.item(), await sums.q.item()]).toEqual([3, 5]);
});

test("another tree that lacks a place is an error that names it", () => {
  expect(() => mapTree((x: Tensor, y: Tensor) => x.add(y), { p: a, q: b }, { p: c })).toThrow(
    'tree: nothing at "q"; the other tree has p.',
  );
  expect(leavesAt({ p: a, q: b }, ["q", "p"])).toEqual([b, a]);
});

test.each([
  [{ rate: 0.1 }, 'expected a tensor, an array or a plain object at "rate", received the number 0.1.'],
  [{ layers: [{ bias: undefined }] }, 'at "layers/0/bias", received undefined.'],
  [null, "expected a tensor, an array or a plain object, received null."],
  [[new Map()], 'at "0", received Map.'],
  [{ step: () => 1 }, 'at "step", received a function.'],
  [["relu"], 'received the string "relu".'],
])("what is no tree is refused: %j", (value, message) => {
  expect(() => flatten(value)).toThrow(message);
});

test("types follow the tree: mapTree changes the leaves, grad keeps the structure", () => {
  const params = { kernel: a, layers: [b, c] };
  const shapes = mapTree((x: Tensor) => x.ndim, params);
  expect(shapes).toEqual({ kernel: 0, layers: [0, 0] });
  expectTypeOf(shapes.kernel).toEqualTypeOf<number>();
  expectTypeOf(shapes.layers).toEqualTypeOf<readonly number[]>();
  expectTypeOf(grad((p: typeof params) => p.kernel)(params)).toEqualTypeOf<typeof params>();
});
