import { foldIn, namedDim, randomKey, tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { dense } from "../core/dense.ts";
import { input } from "../core/input.ts";
import { layerFromConfig } from "../from-config.ts";
import { batchNormalization } from "../normalization/batch-normalization.ts";
import { rescaling } from "../preprocessing/rescaling.ts";
import { pipeline } from "./pipeline.ts";
import { randomBrightness } from "./random-brightness.ts";
import { randomFlip } from "./random-flip.ts";
import { resizing } from "./resizing.ts";

const x = tensor(Float32Array.from({ length: 48 }, (_, i) => i)).reshape([4, 4, 3, 1]);

test("applies its layers in order, each with a key of its own", async () => {
  const [resize, flip, brighten] = [resizing({ height: 2, width: 2 }), randomFlip(), randomBrightness({ factor: 0.5 })];
  const layer = pipeline({ layers: [resize, flip, brighten, rescaling({ scale: 1 / 255 })] });
  const key = randomKey(3);
  const step = (part: number) => ({ training: true, key: foldIn(key, part) });
  const [small] = resize.apply({}, x);
  const [flipped] = flip.apply({}, small, step(1));
  const [expected] = brighten.apply({}, flipped, step(2));
  expect(await layer.apply({}, x, { training: true, key })[0].array()).toEqual(await expected.mul(1 / 255).array());
  expect(await layer.apply({}, x)[0].array()).toEqual(await small.mul(1 / 255).array());
  expect(layer(input({ shape: [4, 3, 1] })).spec.shape).toEqual([namedDim("batch"), 2, 2, 1]);
});

test("holds the weights of its layers, and their updates", async () => {
  const layer = pipeline({ layers: [dense({ units: 2, name: "mix" }), batchNormalization()] });
  const weights = layer.init(randomKey(1), [x.spec]);
  expect(Object.keys(weights)).toEqual(["mix_0", "batchNormalization_1"]);
  const [y, updates] = layer.apply(weights, x, { training: true, key: randomKey(2) });
  expect(y.shape).toEqual([4, 4, 3, 2]);
  expect(Object.keys(updates["batchNormalization_1"] ?? {})).toEqual(["movingMean", "movingVariance"]);
});

test("comes back from its config", async () => {
  const layer = pipeline({ layers: [randomFlip({ mode: "vertical" }), pipeline({ layers: [randomBrightness({ factor: 0.2 })] })] });
  const copy = layerFromConfig(JSON.parse(JSON.stringify(layer.config)));
  const context = { training: true, key: randomKey(1) };
  expect(await copy.apply({}, x, context)[0].array()).toEqual(await layer.apply({}, x, context)[0].array());
});
