import { foldIn, namedDim, randomKey, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { differenceOf, randomValues } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { input } from "../core/input.ts";
import { factories } from "../factories.ts";
import type { Layer } from "../layer.ts";

/** Every layer that draws and keeps the shape, strong enough that a change is sure to be seen. */
const drawing: Readonly<Record<string, Layer>> = {
  augMix: factories.augMix({ factor: [0.3, 0.5] }),
  cutMix: factories.cutMix(),
  mixUp: factories.mixUp({ alpha: 1 }),
  randAugment: factories.randAugment(),
  randomBrightness: factories.randomBrightness({ factor: 0.5 }),
  randomColorDegeneration: factories.randomColorDegeneration({ factor: 1 }),
  randomColorJitter: factories.randomColorJitter({ brightnessFactor: 0.2, contrastFactor: 0.2, saturationFactor: 0.6, hueFactor: 0.2 }),
  randomContrast: factories.randomContrast({ factor: 0.5 }),
  randomElasticTransform: factories.randomElasticTransform({ factor: [1, 1], scale: [1, 1] }),
  randomErasing: factories.randomErasing({ factor: [1, 1], scale: [0.3, 0.6] }),
  randomFlip: factories.randomFlip(),
  randomGaussianBlur: factories.randomGaussianBlur({ factor: [1, 1] }),
  randomGrayscale: factories.randomGrayscale(),
  randomHue: factories.randomHue({ factor: 0.5 }),
  randomInvert: factories.randomInvert(),
  randomPerspective: factories.randomPerspective({ factor: [1, 1] }),
  randomPosterization: factories.randomPosterization({ factor: [1, 8] }),
  randomRotation: factories.randomRotation({ factor: 0.5 }),
  randomSaturation: factories.randomSaturation({ factor: 1 }),
  randomSharpness: factories.randomSharpness({ factor: 1 }),
  randomShear: factories.randomShear({ xFactor: 0.5, yFactor: 0.5 }),
  randomTranslation: factories.randomTranslation({ heightFactor: 0.5, widthFactor: 0.5 }),
  randomZoom: factories.randomZoom({ heightFactor: 0.5 }),
  solarization: factories.solarization({ additionFactor: 0.5, thresholdFactor: 1 }),
};

const one = randomValues([1, 6, 5, 3], 7);
/** Twelve times the same image. */
const x = tensor(one).mul(100).add(128).broadcastTo([12, 6, 5, 3]);
const numbers = async (y: Tensor): Promise<readonly number[]> => Array.from(await y.data(), Number);

describe("a layer that draws", () => {
  for (const [kind, layer] of Object.entries(drawing)) {
    const apply = (key: Tensor, images = x): Tensor => layer.apply({}, images, { training: true, key })[0];

    test(`${kind}: changes nothing outside of training, and the key decides in it`, async () => {
      expect(layer.apply({}, x)[0]).toBe(x);
      expect(() => layer.apply({}, x, { training: true })).toThrow(`${kind}: draws random numbers in training`);
      const drawn = await numbers(apply(randomKey(1)));
      expect(drawn.every(Number.isFinite)).toBe(true);
      expect(await numbers(apply(randomKey(1)))).toEqual(drawn);
      expect(layer(input({ shape: [6, 5, 3] })).spec.shape).toEqual([namedDim("batch"), 6, 5, 3]);
    });

    test(`${kind}: channels first gives the same`, async () => {
      const { options } = layer.config;
      const factory = factories[kind as "randomFlip"];
      const turned = factory({ ...options, dataFormat: "channelsFirst" }).apply({}, x.transpose([0, 3, 1, 2]), {
        training: true,
        key: randomKey(1),
      })[0];
      expect(differenceOf(await turned.transpose([0, 2, 3, 1]).value(), await apply(randomKey(1)).value())).toBeUndefined();
    });
  }
});

const alone = Object.entries(drawing).filter(([kind]) => kind !== "mixUp" && kind !== "cutMix"); // these mix one image with itself here

test.each(alone)("%s: every image, and every step, draws for itself", async (_, layer) => {
  const step = (i: number): Promise<readonly number[]> => numbers(layer.apply({}, x, { training: true, key: foldIn(randomKey(1), i) })[0]);
  const images = (drawn: readonly number[]): readonly string[] =>
    Array.from({ length: 12 }, (_, i) => drawn.slice(90 * i, 90 * (i + 1)).join());
  const [first, second] = [images(await step(1)), images(await step(2))];
  expect(new Set(first).size).toBeGreaterThan(1);
  expect(second).not.toEqual(first);
});

test("a seed is mixed into the key", async () => {
  const draw = (seed?: number): Promise<readonly number[]> =>
    numbers(factories.randomFlip({ seed }).apply({}, x, { training: true, key: randomKey(1) })[0]);
  expect(await draw(1)).toEqual(await draw(1));
  expect(await draw(1)).not.toEqual(await draw(2));
});

test("bytes become floats", async () => {
  const bytes = tensor(new Uint8Array([0, 100, 200, 255]), [1, 2, 2, 1]);
  const flip = factories.randomFlip();
  for (const y of [flip.apply({}, bytes)[0], flip.apply({}, bytes, { training: true, key: randomKey(1) })[0]]) {
    expect(y.dtype).toBe("float32");
    expect((await numbers(y)).toSorted((a, b) => a - b)).toEqual([0, 100, 200, 255]);
  }
});

test("a random crop is a window of the image, at a place of its own; the largest one in the middle otherwise", async () => {
  const layer = factories.randomCrop({ height: 2, width: 3 });
  const images = tensor(Float32Array.from({ length: 12 * 30 }, (_, i) => i % 30)).reshape([12, 6, 5, 1]);
  const cropped = await layer.apply({}, images, { training: true, key: randomKey(4) })[0].value();
  expect(cropped.shape).toEqual([12, 2, 3, 1]);
  const corners = Array.from({ length: 12 }, (_, i) => {
    const window = Array.from(cropped.data, Number).slice(6 * i, 6 * i + 6);
    const [corner = NaN] = window;
    expect(window).toEqual([0, 1, 2, 5, 6, 7].map((offset) => corner + offset));
    return corner;
  });
  expect(new Set(corners).size).toBeGreaterThan(4);
  expect(corners.every((corner) => corner % 5 <= 2 && corner < 25)).toBe(true);

  const inference = await layer.apply({}, images)[0].value();
  expect(inference.shape).toEqual([12, 2, 3, 1]);
  // 3 rows of 5 from row 1 on (their proportions), to 2 × 3: by hand
  const rounded = Array.from(inference.data, Number).map((value) => Math.round(value * 1000) / 1000);
  expect(rounded.slice(0, 6)).toEqual([6.583, 8.25, 9.917, 14.083, 15.75, 17.417]);
});

describe("bad input", () => {
  const cases: readonly (readonly [string, () => unknown])[] = [
    [
      "randomRotation: expected factor to be a number from -1 to 1, or [low, high] of such, received 2.",
      () => factories.randomRotation({ factor: 2 }),
    ],
    ["randomZoom: expected heightFactor to be above −1, received [-1,0].", () => factories.randomZoom({ heightFactor: [-1, 0] })],
    ['randomFlip: mode "sideways": ', () => factories.randomFlip({ mode: "sideways" as "vertical" })],
    ['randomShear: fillMode "reflct": did you mean "reflect"?', () => factories.randomShear({ fillMode: "reflct" as "reflect" })],
    ["randomGaussianBlur: expected kernelSize to be odd, received 4.", () => factories.randomGaussianBlur({ kernelSize: 4 })],
    [
      "randomPosterization: expected factor to be whole numbers of bits, received 2.5.",
      () => factories.randomPosterization({ factor: 2.5 }),
    ],
    [
      "randomInvert: expected valueRange to be two numbers [low, high], received [1,1].",
      () => factories.randomInvert({ valueRange: [1, 1] }),
    ],
    [
      "resizing: expected cropToAspectRatio or padToAspectRatio, received both.",
      () => factories.resizing({ height: 2, width: 2, cropToAspectRatio: true, padToAspectRatio: true }),
    ],
    [
      "randomHue: expected images of 3 channels, received float32[batch, 6, 5, 1].",
      () => factories.randomHue({ factor: 1 })(input({ shape: [6, 5, 1] })),
    ],
    [
      "randomErasing: expected 2 channels, as fill values were given, received",
      () => factories.randomErasing({ fillValue: [1, 2] })(input({ shape: [6, 5, 3] })),
    ],
    [
      "randomFlip: expected an input of rank 4 [batch, height, width, channels], received float32[batch, 6].",
      () => factories.randomFlip()(input({ shape: [6] })),
    ],
    [
      "randomPerspective: expected images of at least 2 × 2 pixels, received 1 × 5.",
      () => factories.randomPerspective().apply({}, tensor(new Float32Array(5), [1, 1, 5, 1]), { training: true, key: randomKey(1) }),
    ],
    [
      "mixUp: expected one number per class as labels, [batch, classes]",
      () => factories.mixUp()([input({ shape: [6, 5, 3] }), input({ shape: [] })]),
    ],
    ["mixUp: expected alpha to be a number of at least", () => factories.mixUp({ alpha: 0 })],
    ["pipeline: expected a list of layers, received none.", () => factories.pipeline({ layers: [] })],
    [
      "centerCrop: expected a known size on axis 1",
      () => factories.centerCrop({ height: 2, width: 2 })(input({ shape: ["height", "width", 3] })),
    ],
  ];
  test.each(cases)("%s", (message, make) => expect(make).toThrow(message));
});
