import { expect, test } from "vitest";
import { tensor } from "../leaf-tensors.ts";
import { trace } from "../trace.ts";
import type { Tensor } from "../tensor.ts";
import { padIndex } from "./pad-index.ts";
import { pad } from "./shaping.ts";

test.each<readonly ["reflect" | "symmetric" | "edge" | "wrap", readonly number[]]>([
  ["reflect", [0, 1, 2, 1, 0, 1, 2, 1, 0, 1]],
  ["symmetric", [2, 2, 1, 0, 0, 1, 2, 2, 1, 0]],
  ["edge", [0, 0, 0, 0, 0, 1, 2, 2, 2, 2]],
  ["wrap", [2, 0, 1, 2, 0, 1, 2, 0, 1, 2]],
])("%s repeats the rows that NumPy repeats", (mode, rows) => {
  expect(Array.from(padIndex(3, 4, 3, mode))).toEqual(rows); // numpy.pad([0, 1, 2], (4, 3), mode)
});

test("a single row is its own mirror", () => {
  expect(Array.from(padIndex(1, 2, 1, "reflect"))).toEqual([0, 0, 0, 0]);
});

test("a value by options, as by a number", async () => {
  expect(await pad(tensor([1, 2]), [[1, 1]], { value: 7 }).array()).toEqual([7, 1, 2, 7]);
  expect(await pad(tensor([1, 2]), [[1, 1]], 7).array()).toEqual([7, 1, 2, 7]);
});

test("modes are checked", () => {
  const x = tensor([1, 2, 3]);
  expect(() => pad(x, [[1, 1]], { mode: "reflct" as "reflect" })).toThrow('pad mode "reflct": did you mean "reflect"?');
  expect(() => pad(x, [[-1, 1]], { mode: "edge" })).toThrow('the mode "edge" cannot take away, received [-1, 1] for axis 0.');
  expect(() => trace((free: Tensor) => pad(free, [[1, 1]], { mode: "edge" }), [{ shape: ["n"] }])).toThrow(
    'pad: the mode "edge" needs axis 0 of float32[n] to have a known size of at least 1.',
  );
});
