import { expect, test } from "vitest";
import { fromFloat16, toFloat16 } from "./float16.ts";

test("all 65,536 halves survive the way to a number and back; NaN becomes one quiet NaN", () => {
  const changed: number[] = [];
  for (let half = 0; half < 65_536; half++) {
    const back = toFloat16(fromFloat16(half));
    const isNaN = (half & 0x7c00) === 0x7c00 && (half & 0x3ff) !== 0;
    if (back !== (isNaN ? 0x7e00 : half)) changed.push(half);
  }
  expect(changed).toEqual([]);
});

test.each([
  [0x3c00, 1],
  [0x7bff, 65_504],
  [0x0001, 5.960464477539063e-8],
  [0x03ff, 6.097555160522461e-5],
  [0x0400, 6.103515625e-5],
  [0x3555, 0.333251953125],
  [0xc000, -2],
  [0x8000, -0],
  [0x7c00, Infinity],
  [0xfc00, -Infinity],
])("bits %i are %d, numbers of NumPy's float16", (half, value) => {
  expect(Object.is(fromFloat16(half), value)).toBe(true);
});

test.each([
  [65_519, 0x7bff],
  [65_520, 0x7c00], // half way to 2^16: infinity
  [-1e10, 0xfc00],
  [1e-8, 0],
  [2 ** -25, 0], // half way to the smallest half: to even
  [2 ** -25 * 1.0001, 1],
  [-(2 ** -26), 0x8000],
  [1 + 2 ** -11, 0x3c00], // half way, to even
  [1 + 3 * 2 ** -11, 0x3c02],
  [2 ** -14 - 2 ** -25, 0x0400], // a subnormal that rounds up to a normal half
  [0.1, 0x2e66],
  [2049, 0x6800],
  [2051, 0x6802],
])("%d rounds to the half of NumPy", (value, half) => {
  expect(toFloat16(value)).toBe(half);
});
