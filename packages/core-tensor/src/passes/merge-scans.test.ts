import { expect, test } from "vitest";
import { evaluate } from "../evaluate/index.ts";
import type { ScanOptions } from "../scan.ts";
import { scan } from "../scan.ts";
import { literal } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import { tensorData } from "../tensor-data.ts";
import { trace } from "../trace.ts";
import { verify } from "../verify.ts";
import { mergeScans } from "./merge-scans.ts";

const running = (xs: Tensor, result: (c: Tensor, x: Tensor) => Tensor, start = 0, options: ScanOptions = {}) =>
  scan((c: Tensor, x: Tensor) => [c.add(x), result(c, x)] as const, start === 0 ? zero : literal(start, "float32"), xs, options);
const zero = literal(0, "float32");
const inputs = [tensorData([1, 2, 3])];

const merged = (fn: (xs: Tensor) => readonly Tensor[]) => {
  const graph = trace(fn, [{ shape: [3] }]);
  const result = mergeScans(graph);
  verify(result);
  expect(evaluate(result, inputs)).toEqual(evaluate(graph, inputs));
  return result.nodes.filter(({ op }) => op === "scan").length;
};

test("loops over equal inputs whose carries take the same course become one with the results of both", () => {
  expect(merged((xs) => [...running(xs, (c) => c), ...running(xs, (c, x) => c.mul(x))])).toBe(1);
});

test("loops whose carries differ stay two", () => {
  const other = (xs: Tensor): readonly Tensor[] => scan((c: Tensor, x: Tensor) => [c.mul(x), c] as const, zero, xs);
  expect(merged((xs) => [...running(xs, (c) => c), ...other(xs)])).toBe(2);
});

test("loops from other starts, or in other directions, stay two", () => {
  expect(merged((xs) => [...running(xs, (c) => c), ...running(xs, (c) => c, 1)])).toBe(2);
  expect(merged((xs) => [...running(xs, (c) => c), ...running(xs, (c) => c, 0, { reverse: true })])).toBe(2);
});

test("a result of the later loop may be used between: the merged loop stands where the first one stood", () => {
  const use = (xs: Tensor): readonly Tensor[] => {
    const [total, before] = running(xs, (c) => c);
    const scaled = before.mul(total);
    return [scaled.add(running(xs, (_, x) => x.square())[1])];
  };
  expect(merged(use)).toBe(1);
});
