import { asin, eye, foldIn, iota, moveAxis, randomKey, stack, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { loadFixture } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import type { ConfigOptions } from "../config.ts";
import { layerFromConfig } from "../from-config.ts";

interface Draws {
  readonly name: string;
  readonly options: ConfigOptions;
  readonly mean: number;
  readonly stddev: number;
  readonly low: number;
  readonly high: number;
}

const count = 600;
const [height, width] = [6, 5];

/** Images in which every pixel holds its column and its row: what stands in a moved one tells where it came from. */
const places = moveAxis(
  stack([
    iota(width, "float32").broadcastTo([count, height, width]),
    iota(height, "float32").expandDims(1).broadcastTo([count, height, width]),
    iota(height, "float32").mul(0).expandDims(1).broadcastTo([count, height, width]),
  ]),
  0,
  -1,
);
const constant = (...pixel: readonly number[]): Tensor => tensor([...pixel]).broadcastTo([count, height, width, pixel.length]);
/** Two values, one in the left column and one elsewhere. */
const twoValues = (left: number, right: number): Tensor =>
  iota(width, "float32")
    .greater(0)
    .cast("float32")
    .mul(right - left)
    .add(left)
    .reshape([1, 1, width, 1])
    .broadcastTo([count, height, width, 1]);
const at = (images: Tensor, row: number, column: number, channel = 0): Tensor =>
  images.slice([0, row, column, channel], [null, row + 1, column + 1, channel + 1]).reshape([count]);
const mean = (images: Tensor): Tensor => images.mean({ axis: [1, 2, 3] });
/** Which images are not as they were. */
const changed = (y: Tensor, x: Tensor): Tensor =>
  y
    .notEqual(x)
    .any({ axis: [1, 2, 3] })
    .cast("float32");

interface Reading {
  readonly x: Tensor;
  /** What each image drew, from the result. */
  readonly drawn: (y: Tensor) => Tensor;
  /** Options that make it visible. */
  readonly options?: ConfigOptions;
}

const ramp = tensor(Float32Array.from({ length: 512 }, (_, i) => i / 2)).reshape([1, 1, 512, 1]);

const readings: Readonly<Record<string, Reading>> = {
  randomFlip: { x: places, drawn: (y) => at(y, 0, 0).div(width - 1) },
  // One row further down, the source is (−sin, cos) further.
  randomRotation: { x: places, drawn: (y) => asin(at(y, 2, 2).sub(at(y, 3, 2))).div(2 * Math.PI) },
  randomZoom: { x: places, drawn: (y) => at(y, 3, 2, 1).sub(at(y, 2, 2, 1)) },
  randomTranslation: { x: places, drawn: (y) => at(y, 2, 2).neg().add(2).div(width) },
  randomShear: { x: places, drawn: (y) => at(y, 3, 2).sub(at(y, 2, 2)) },
  randomContrast: {
    x: twoValues(120, 130),
    drawn: (y) =>
      at(y, 0, 1)
        .sub(at(y, 0, 0))
        .div(10),
  },
  randomBrightness: { x: constant(127), drawn: (y) => mean(y).sub(127).div(255) },
  randomHue: { x: constant(100, 0, 0), drawn: turnOfRed },
  randomSaturation: { x: constant(200, 150, 100), drawn: (y) => at(y, 0, 0, 2).neg().add(200).div(100) },
  randomColorDegeneration: { x: constant(255, 0, 0), drawn: (y) => at(y, 0, 0, 2).div(255 * 0.2989) },
  // In the left column the smoothed value is 3 · 130 / 13.
  randomSharpness: { x: twoValues(0, 130), drawn: (y) => at(y, 2, 0).div(30).neg().add(1).div(2) },
  randomGrayscale: { x: constant(3, 2, 1), drawn: (y) => changed(y, constant(3, 2, 1)) },
  randomInvert: { x: constant(3), drawn: (y) => changed(y, constant(3)) },
  randomPerspective: { x: places, drawn: (y) => changed(y, places) },
  randomGaussianBlur: { x: constant(3), drawn: (y) => changed(y, constant(3)), options: { sigma: [0.5, 1] } },
  randomElasticTransform: { x: places, drawn: (y) => changed(y, places), options: { scale: [0.5, 1] } },
  randomPosterization: { x: constant(255), drawn: (y) => mean(y).neg().add(256).log().div(-Math.LN2).add(8) },
  // Below the threshold values stay.
  solarization: {
    x: ramp.broadcastTo([count, 1, 512, 1]),
    drawn: (y) =>
      y
        .equal(ramp)
        .cast("float32")
        .sum({ axis: [1, 2, 3] })
        .div(2 * 255),
  },
  randomErasing: {
    x: constant(-1),
    drawn: (y) =>
      y
        .notEqual(-1)
        .cast("float32")
        .mean({ axis: [1, 2, 3] }),
    options: { fillValue: 9 },
  },
};

/** How far red turned around the colour circle: towards green (or blue, negative), then green alone. */
function turnOfRed(y: Tensor): Tensor {
  const [red, green, blue] = [0, 1, 2].map((channel) => at(y, 0, 0, channel).div(100));
  if (red === undefined || green === undefined || blue === undefined) throw new Error("no colour");
  const side = green.sub(blue);
  return side.add(side.sign().mul(red.neg().add(1))).div(6);
}

const { draws } = loadFixture<{ readonly draws: readonly Draws[] }>("augmentation");

/** The mean, the deviation and the limits are those of Keras, as far as 600 numbers tell. */
async function expectDistribution(drawn: Tensor, expected: Omit<Draws, "name" | "options">): Promise<void> {
  const values = Array.from(await drawn.data(), Number);
  const average = values.reduce((sum, value) => sum + value, 0) / count;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / count);
  const about = JSON.stringify({ average, deviation, expected });
  const margin = 1e-3 + 0.002 * (expected.high - expected.low);
  expect(Math.abs(average - expected.mean), about).toBeLessThan((4 * expected.stddev) / Math.sqrt(count));
  expect(Math.abs(deviation - expected.stddev), about).toBeLessThan(0.15 * expected.stddev);
  expect(Math.min(...values), about).toBeGreaterThanOrEqual(expected.low - margin);
  expect(Math.max(...values), about).toBeLessThanOrEqual(expected.high + margin);
}

describe("what several hundred images draw is distributed as in Keras", () => {
  for (const [i, { name, options, ...expected }] of draws.entries()) {
    const context = { training: true, key: foldIn(randomKey(1), i) };
    const reading = readings[name];
    test(`${name} ${JSON.stringify(options)}`, async () => {
      const layer = layerFromConfig({ kind: name, options: { ...options, ...reading?.options } });
      if (reading !== undefined) return expectDistribution(reading.drawn(layer.apply({}, reading.x, context)[0]), expected);
      const labels = eye(count); // every image a class of its own: what stays in its place is the kept part
      const [, , more] = layer.apply({}, [places, labels], context);
      const mixed = more?.outputs?.[0];
      if (mixed === undefined) throw new Error("no labels");
      return expectDistribution(mixed.mul(labels).sum({ axis: -1 }), expected);
    });
  }
});
