import { expect, test } from "vitest";
import type { ClassifiedImages } from "../../loaders/classified-images.ts";
import { seededRandom } from "../../rows/seeded-random.ts";
import { digits } from "./digits.ts";
import { drawLine } from "./draw-line.ts";
import { traceStroke } from "./trace-stroke.ts";

test("digits have the form of MNIST, as many of each as possible, mixed", () => {
  const { train, test: held, classNames } = digits({ count: 203, testCount: 50, seed: 1 });
  expect([train.x.dtype, train.x.shape, train.y.dtype, train.y.shape]).toEqual(["uint8", [203, 28, 28, 1], "int32", [203]]);
  expect([held.x.shape, held.y.shape, classNames.length]).toEqual([[50, 28, 28, 1], [50], 10]);
  const counts = Array<number>(10).fill(0);
  train.y.data.forEach((label) => (counts[label] = (counts[label] ?? 0) + 1));
  expect(counts).toEqual([21, 21, 21, 20, 20, 20, 20, 20, 20, 20]);
  expect([...train.y.data.subarray(0, 10)]).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("a seed reproduces the images, another gives others, and the test part does not depend on count", () => {
  const small = { count: 20, testCount: 10 };
  expect(digits({ ...small, seed: 4 })).toEqual(digits({ ...small, seed: 4 }));
  expect(digits({ ...small, seed: 4 }).train.x).not.toEqual(digits({ ...small, seed: 5 }).train.x);
  expect(digits({ ...small, count: 30, seed: 4 }).test).toEqual(digits({ ...small, seed: 4 }).test);
  expect(digits({ ...small, seed: 4 }).test.x.data).not.toEqual(digits({ ...small, count: 10, seed: 4 }).train.x.data);
  expect(digits(small)).not.toEqual(digits(small));
});

test("a count that is none is refused", () => {
  expect(() => digits({ count: 0 })).toThrow("digits: expected count to be a positive integer, received 0.");
  expect(() => digits({ testCount: 1.5 })).toThrow("digits: expected testCount to be a positive integer, received 1.5.");
  expect(() => digits({ seed: 0.5 })).toThrow("digits: expected seed to be an integer, received 0.5.");
});

test("a pen leaves as much ink as its width covers", () => {
  const pixels = new Float32Array(25);
  drawLine(
    { side: 5, pixels },
    [
      [-5, 2.5],
      [10, 2.5],
    ],
    2,
    2,
  );
  // By hand: a pen of radius 1 along the middle row covers it, and half of the rows beside it (their middles are 1 away).
  expect([0, 1, 2, 3, 4].map((row) => pixels[row * 5 + 2])).toEqual([0, 0.5, 1, 0.5, 0]);
});

test("a curve passes through its points, and three on a line stay on it", () => {
  const points = [
    [0, 0],
    [0.5, 0.5],
    [1, 1],
  ] as const;
  const traced = traceStroke({ kind: "curve", points });
  for (const point of points) expect(traced).toContainEqual([...point]);
  for (const [x, y] of traced) expect(y).toBeCloseTo(x, 12);
});

/** Softmax regression, the linear model: stochastic gradient descent on batches of 32, the rate falling to nothing. */
function linearAccuracy({ x, y }: ClassifiedImages, held: ClassifiedImages, epochs: number): number {
  const size = 784;
  const weights = new Float32Array(10 * (size + 1));
  const scores = (images: Uint8Array, image: number): number[] =>
    Array.from({ length: 10 }, (_, digit) => {
      let sum = weights[digit * (size + 1) + size] ?? 0;
      for (let i = 0; i < size; i++) sum += (weights[digit * (size + 1) + i] ?? 0) * ((images[image * size + i] ?? 0) / 255);
      return sum;
    });
  const steps = Math.floor(y.data.length / 32);
  const random = seededRandom("linear", 1);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = random.permutation(y.data.length);
    for (let step = 0; step < steps; step++) {
      const batch = [...order.subarray(step * 32, (step + 1) * 32)];
      const errors = batch.map((image) => {
        const logits = scores(x.data, image);
        const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
        const total = powers.reduce((sum, power) => sum + power, 0);
        return powers.map((power, digit) => power / total - (digit === y.data[image] ? 1 : 0));
      });
      const rate = (0.3 / 32) * (1 - (epoch + step / steps) / epochs);
      batch.forEach((image, row) => {
        errors[row]?.forEach((error, digit) => {
          const start = digit * (size + 1);
          for (let i = 0; i < size; i++)
            weights[start + i] = (weights[start + i] ?? 0) - rate * error * ((x.data[image * size + i] ?? 0) / 255);
          weights[start + size] = (weights[start + size] ?? 0) - rate * error;
        });
      });
    }
  }
  const right = held.y.data.filter((label, image) => {
    const logits = scores(held.x.data, image);
    return logits.indexOf(Math.max(...logits)) === label;
  });
  return right.length / held.y.data.length;
}

test("a linear model learns something, and stays under 90 %", () => {
  const { train, test: held } = digits({ seed: 1 });
  const accuracy = linearAccuracy(train, held, 5);
  expect(accuracy).toBeGreaterThan(0.7);
  expect(accuracy).toBeLessThan(0.88); // room for training longer: PyTorch's softmax regression reaches 0.85 in 30 epochs
});
