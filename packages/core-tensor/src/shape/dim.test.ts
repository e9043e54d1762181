import { expect, test } from "vitest";
import {
  addDims,
  bindDim,
  differentDim,
  divideDims,
  floorDivDim,
  mulDims,
  namedDim,
  namesOfDim,
  printDim,
  sameDim,
  subDims,
} from "./dim.ts";
import type { Dim } from "./dim.ts";

const batch = namedDim("batch");
const time = namedDim("time");

test.each<readonly [Dim, string]>([
  [7, "7"],
  [batch, "batch"],
  [addDims(mulDims(batch, 2), 1), "2 * batch + 1"],
  [subDims(1, batch), "-batch + 1"],
  [subDims(mulDims(time, time), mulDims(3, batch)), "-3 * batch + time * time"],
  [mulDims(time, batch), "batch * time"],
  [floorDivDim(subDims(time, 1), 2), "floor((time + 1) / 2) - 1"],
  [floorDivDim(time, 2), "floor(time / 2)"],
])("dimensions print as formulas", (dim, text) => {
  expect(printDim(dim)).toBe(text);
});

test("equal polynomials have one form, whatever the order they were made in", () => {
  const a = mulDims(addDims(batch, 1), addDims(time, 2));
  const b = addDims(addDims(mulDims(time, batch), time), addDims(mulDims(2, batch), 2));
  expect(a).toEqual(b);
  expect(sameDim(a, b)).toBe(true);
});

test("what cancels is a number again", () => {
  expect(subDims(addDims(batch, 5), batch)).toBe(5);
  expect(mulDims(batch, 0)).toBe(0);
});

test("two dimensions differ when their difference is a number, and are undecided otherwise", () => {
  expect(differentDim(batch, addDims(batch, 1))).toBe(true);
  expect([sameDim(batch, time), differentDim(batch, time)]).toEqual([false, false]);
  expect([sameDim(batch, 4), differentDim(batch, 4)]).toEqual([false, false]);
});

test("the output size of a strided window has one form, however it was computed", () => {
  const usual = addDims(floorDivDim(subDims(time, 3), 2), 1); // floor((time − 3) / 2) + 1
  const slice = floorDivDim(subDims(time, 1), 2); // ceil((time − 2) / 2)
  expect(sameDim(usual, slice)).toBe(true);
});

test("a floor of a floor is one floor", () => {
  const twice = floorDivDim(addDims(floorDivDim(time, 2), 1), 3);
  expect(sameDim(twice, floorDivDim(addDims(time, 2), 6))).toBe(true);
});

test("common divisors leave a floor division", () => {
  const a = floorDivDim(addDims(mulDims(batch, 4), 7), 6); // floor((4b + 7) / 6) = floor((2b + 3) / 3)
  expect(printDim(a)).toBe("floor(2 * batch / 3) + 1");
});

test("a floor division of any polynomial is that of its numbers, negative ones too", () => {
  const random = numbers(7);
  for (let i = 0; i < 500; i++) {
    const [p, q, constant, by, inner] = [random(11) - 5, random(11) - 5, random(41) - 20, random(9) + 1, random(5) + 1];
    const dim = addDims(addDims(mulDims(batch, p), mulDims(floorDivDim(addDims(time, constant), inner), q)), constant);
    const sizes = { batch: random(50), time: random(50) };
    const value = p * sizes.batch + q * Math.floor((sizes.time + constant) / inner) + constant;
    expect(bindDim(dim, sizes)).toBe(value);
    expect(bindDim(floorDivDim(dim, by), sizes)).toBe(Math.floor(value / by));
  }
});

test("division is exact or undefined", () => {
  expect(divideDims(mulDims(batch, 12), 4)).toEqual(mulDims(batch, 3));
  expect(divideDims(mulDims(batch, time), batch)).toEqual(time);
  expect(divideDims(mulDims(addDims(batch, 1), time), time)).toEqual(addDims(batch, 1));
  expect(divideDims(0, batch)).toBe(0);
  expect(divideDims(mulDims(batch, 4), 8)).toBeUndefined();
  expect(divideDims(addDims(mulDims(batch, time), 1), batch)).toBeUndefined();
  expect(divideDims(batch, 0)).toBeUndefined();
});

test("division by a sum undoes a product with it", () => {
  const factor = addDims(floorDivDim(time, 2), subDims(mulDims(3, batch), 1));
  const product = mulDims(mulDims(factor, addDims(mulDims(batch, time), 7)), 5);
  expect(divideDims(product, factor)).toEqual(addDims(mulDims(mulDims(batch, time), 5), 35));
  expect(divideDims(addDims(product, 1), factor)).toBeUndefined();
});

test("binding some names leaves the others", () => {
  const dim = addDims(mulDims(batch, time), floorDivDim(time, 2));
  expect(printDim(bindDim(dim, { batch: 3 }))).toBe("floor(time / 2) + 3 * time");
  expect(bindDim(dim, { batch: 3, time: 5 })).toBe(17);
});

test("the names of a dimension include those inside of floors", () => {
  expect(namesOfDim(addDims(batch, floorDivDim(time, 2))).toSorted()).toEqual(["batch", "time"]);
  expect(namesOfDim(4)).toEqual([]);
});

test("a name that would read as a formula is refused", () => {
  expect(() => namedDim("2 * batch")).toThrow('dimension "2 * batch": expected a name of letters, digits and underscores.');
});

/** Whole numbers below a limit, the same on every run (Lehmer 1951). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}
