import { expect, test } from "vitest";
import { addDims, mulDims, namedDim } from "./dim.ts";
import {
  bindShape,
  broadcastShapes,
  isStatic,
  printShape,
  requireSameDim,
  resolveAxes,
  resolveAxis,
  resolveReshape,
  sameShape,
  sizeOfDims,
} from "./shape.ts";
import type { Shape } from "./shape.ts";

const batch = namedDim("batch");
const time = namedDim("time");

test("shapes print with their names", () => {
  expect([printShape([]), printShape([batch, addDims(time, 1), 3])]).toEqual(["[]", "[batch, time + 1, 3]"]);
});

test("the size of a shape is the product of its dimensions; a scalar has one element", () => {
  expect(sizeOfDims([2, 3, 0])).toBe(0);
  expect(sizeOfDims([])).toBe(1);
  expect(sizeOfDims([batch, 4])).toEqual(mulDims(batch, 4));
});

test("a shape is static when all sizes are numbers", () => {
  expect([isStatic([2, 3]), isStatic([batch, 3])]).toEqual([true, false]);
  expect(bindShape([batch, 3], { batch: 2 })).toEqual([2, 3]);
});

test("shapes of different rank are not the same", () => {
  expect(sameShape([2, 1], [2])).toBe(false);
  expect(sameShape([addDims(batch, 0), 2], [batch, 2])).toBe(true);
});

test.each<readonly [Shape, Shape, Shape]>([
  [[2, 3], [3], [2, 3]],
  [
    [2, 1],
    [1, 4],
    [2, 4],
  ],
  [[], [5], [5]],
  [[0], [1], [0]],
  [[batch, 3], [1], [batch, 3]],
  [[1], [batch], [batch]],
])("shapes broadcast by NumPy's rule: %j and %j", (a, b, expected) => {
  expect(broadcastShapes(a, b, "test")).toEqual(expected);
});

test("sizes that differ do not broadcast", () => {
  expect(() => broadcastShapes([2, 3], [4], "add")).toThrow("add: shapes [2, 3] and [4] do not broadcast: 3 and 4 differ.");
});

test("an equality that cannot be decided is an error that says so", () => {
  expect(() => broadcastShapes([batch], [time], "add")).toThrow(
    "add: cannot decide whether batch equals time in shapes [batch] and [time]. Give both the same name.",
  );
  expect(() => requireSameDim(batch, 4, "matmul")).toThrow("matmul: cannot decide whether batch equals 4.");
  expect(() => requireSameDim(batch, addDims(batch, 1), "matmul")).toThrow("matmul: expected equal sizes, received batch and batch + 1.");
});

test("negative axes count from the back", () => {
  expect([resolveAxis(-1, 3, "sum"), resolveAxis(0, 3, "sum")]).toEqual([2, 0]);
  expect(resolveAxes([-1, 0], 3, "sum")).toEqual([0, 2]);
  expect(resolveAxes(undefined, 2, "sum")).toEqual([0, 1]);
});

test.each([[3], [-4], [0.5], [NaN]])("axis %d of a tensor of rank 3 is refused", (axis) => {
  expect(() => resolveAxis(axis, 3, "sum")).toThrow(`sum: axis ${axis} is out of range for a tensor of rank 3. Expected -3 to 2.`);
});

test("an axis named twice is refused", () => {
  expect(() => resolveAxes([0, -2], 2, "sum")).toThrow("sum: axes [0, 0] repeat an axis.");
});

test.each<readonly [Shape, Shape, Shape]>([
  [
    [2, 6],
    [3, -1],
    [3, 4],
  ],
  [[], [1, -1], [1, 1]],
  [
    [batch, 4],
    [-1, 2],
    [mulDims(batch, 2), 2],
  ],
  [
    [addDims(batch, 1), time, 3],
    [addDims(batch, 1), -1],
    [addDims(batch, 1), mulDims(time, 3)],
  ],
  [
    [0, 3],
    [3, -1],
    [3, 0],
  ],
])("one size of a reshape follows from the others: %j to %j", (from, to, expected) => {
  expect(resolveReshape(from, to)).toEqual(expected);
});

test.each<readonly [Shape, Shape, string]>([
  [[2, 3], [4], "reshape: [2, 3] has 6 elements, [4] has 4."],
  [[2, 3], [4, -1], "reshape: [2, 3] does not fit [4, -1]: 6 is not divisible by 4."],
  [[2, 3], [-1, -1], "reshape: only one size may be -1, received [-1, -1]."],
  [[batch, 3], [2, -1], "3 * batch is not divisible by 2"],
  [[0], [0, -1], "0 is not divisible by 0"],
])("a reshape that does not fit is refused: %j to %j", (from, to, message) => {
  expect(() => resolveReshape(from, to)).toThrow(message);
});
