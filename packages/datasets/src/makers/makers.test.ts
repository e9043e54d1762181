import { expect, test } from "vitest";
import { line } from "./line.ts";
import { blobs, circles, moons, spirals } from "./planar.ts";
import { xor } from "./xor.ts";

test("line points lie between the line and the line plus noise", () => {
  const { x, y } = line({ points: 500, slope: 3, intercept: 2, noise: 1, seed: 7 });
  expect([x.shape, y.shape]).toEqual([
    [500, 1],
    [500, 1],
  ]);
  x.data.forEach((value, i) => {
    const residual = (y.data[i] ?? NaN) - (3 * value + 2);
    expect(residual).toBeGreaterThan(-1e-6);
    expect(residual).toBeLessThan(1 + 1e-6);
    expect(Math.abs(value)).toBeLessThanOrEqual(1);
  });
  const meanNoise = y.data.reduce((sum, value, i) => sum + value - 3 * (x.data[i] ?? NaN) - 2, 0) / 500;
  expect(Math.abs(meanNoise - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / 500)); // four standard errors of a uniform mean
});

test("a seed reproduces the points, another gives others, and so does no seed", () => {
  expect(line({ seed: 1 })).toEqual(line({ seed: 1 }));
  expect(line({ seed: 1 })).not.toEqual(line({ seed: 2 }));
  expect(line()).not.toEqual(line());
});

test("line takes its range and rejects a number of points that is none", () => {
  expect(Math.min(...line({ points: 50, range: [10, 11], seed: 1 }).x.data)).toBeGreaterThanOrEqual(10);
  expect(() => line({ points: 0 })).toThrow("line: expected points to be a positive integer, received 0.");
  expect(() => line({ seed: 0.5 })).toThrow("line: expected seed to be an integer, received 0.5.");
});

test("xor is one where its inputs differ", () => {
  const { x, y } = xor();
  expect([...x.data]).toEqual([0, 0, 0, 1, 1, 0, 1, 1]);
  expect([...y.data]).toEqual([0, 1, 1, 0]);
  expect(y.shape).toEqual([4, 1]);
});

test("planar sets without noise lie on their curves", () => {
  const radii = (data: Float32Array) =>
    Array.from({ length: data.length / 2 }, (_, i) => Math.hypot(data[2 * i] ?? NaN, data[2 * i + 1] ?? NaN));
  const ring = circles({ points: 40, factor: 0.25, noise: 0, seed: 1 });
  radii(ring.x.data).forEach((radius, i) => expect(radius).toBeCloseTo(ring.y.data[i] === 0 ? 1 : 0.25, 5));
  radii(blobs({ points: 30, classes: 3, distance: 4, noise: 0, seed: 1 }).x.data).forEach((radius) => expect(radius).toBeCloseTo(4, 5));
  radii(spirals({ points: 30, noise: 0, seed: 1 }).x.data).forEach((radius) => expect(radius).toBeLessThanOrEqual(1));
  const halves = moons({ points: 60, noise: 0, seed: 1 });
  halves.y.data.forEach((label, i) => {
    const [across = NaN, up = NaN] = halves.x.data.subarray(2 * i, 2 * i + 2);
    expect(label === 0 ? Math.hypot(across, up) : Math.hypot(1 - across, up - 0.5)).toBeCloseTo(1, 5);
  });
});

test("noise is normal with the given deviation and classes are even", () => {
  const { x, y } = blobs({ points: 3000, classes: 1, distance: 0, noise: 2, seed: 3 });
  const mean = x.data.reduce((sum, value) => sum + value, 0) / x.data.length;
  const deviation = Math.sqrt(x.data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.data.length);
  expect(Math.abs(mean)).toBeLessThan((4 * 2) / Math.sqrt(6000));
  expect(Math.abs(deviation - 2)).toBeLessThan((4 * 2) / Math.sqrt(12000));
  expect(y.data.length).toBe(3000);
  expect([...spirals({ points: 6, classes: 3 }).y.data]).toEqual([0, 1, 2, 0, 1, 2]);
});
