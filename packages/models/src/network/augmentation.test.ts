import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { interpreterBackend, jit, randomKey, tensor } from "@tidu/core-tensor";
import type { Backend, Tensor } from "@tidu/core-tensor";
import { factories } from "@tidu/layers";
import type { Layer } from "@tidu/layers";
import { differenceOf, randomValues } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { fromBytes } from "../saving/load.ts";
import { sequential } from "../sequential.ts";

/** Every image layer, as it runs inside of a training step. */
const layers: readonly Layer[] = [
  factories.augMix({ numChains: 2, chainDepth: 1 }),
  factories.autoContrast(),
  factories.centerCrop({ height: 3, width: 3 }),
  factories.contrastLimitedAdaptiveHistogramEqualization({ tileGridSize: 2 }),
  factories.cutMix(),
  factories.equalization(),
  factories.mixUp(),
  factories.randAugment({ numOps: 1 }),
  factories.randomColorJitter({ brightnessFactor: 0.2, contrastFactor: 0.2, saturationFactor: 0.6, hueFactor: 0.2 }),
  factories.randomColorDegeneration({ factor: 0.5 }),
  factories.randomCrop({ height: 4, width: 3 }),
  factories.randomElasticTransform(),
  factories.randomErasing(),
  factories.randomFlip(),
  factories.randomGaussianBlur(),
  factories.randomGrayscale(),
  factories.randomInvert(),
  factories.randomPerspective(),
  factories.randomPosterization({ factor: [2, 8] }),
  factories.randomRotation({ factor: 0.4, fillMode: "constant", fillValue: 50 }),
  factories.randomSharpness({ factor: 1 }),
  factories.randomShear({ xFactor: 0.4, interpolation: "nearest" }),
  factories.randomTranslation({ heightFactor: 0.8, widthFactor: 0.8, fillMode: "wrap" }),
  factories.randomZoom({ heightFactor: 0.5, fillMode: "nearest" }),
  factories.resizing({ height: 4, width: 8, interpolation: "bicubic" }),
  factories.solarization({ thresholdFactor: 1 }),
];

const data = randomValues([4, 6, 5, 3], 3);
const images = tensor(
  Float32Array.from(data.data, (value) => Math.min(255, Math.max(0, Math.round(128 + 60 * value)))),
  [4, 6, 5, 3],
);
const labels = tensor(
  Float32Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : 0)),
  [4, 4],
);

/** All outputs of a layer in training, compiled as one graph. */
async function trained(layer: Layer, backend: Backend): Promise<readonly Tensor[]> {
  const mixes = layer.kind === "mixUp" || layer.kind === "cutMix";
  const step = jit(
    (key: Tensor, x: Tensor, y: Tensor): Tensor[] => {
      const [output, , more] = layer.apply({}, mixes ? [x, y] : x, { training: true, key });
      return [output, ...(more?.outputs ?? [])];
    },
    { backend },
  );
  return step(randomKey(11), images, labels);
}

const engines = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs cpu", () => tfjsBackend({ backend: "cpu" })],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
] as const;

describe.each(engines)("image layers in training on %s agree with the interpreter", (_, makeBackend) => {
  const backend = Promise.resolve(makeBackend());
  test.each(layers.map((layer) => [layer.kind, layer] as const))("%s", async (_, layer) => {
    const [found, expected] = [await trained(layer, await backend), await trained(layer, interpreterBackend())];
    expect(found.length).toBe(expected.length);
    for (const [i, value] of expected.entries()) {
      const other = found[i];
      expect(other && differenceOf(await other.value(), await value.value(), { relative: 1e-4 })).toBeUndefined();
    }
  });
});

describe.each(engines)("a model with augmentation on %s", (_, makeBackend) => {
  const digits = randomValues([40, 8, 8, 1], 5);
  const classes = Int32Array.from({ length: 40 }, (_, i) => i % 2);
  const model = () =>
    sequential(
      [
        factories.pipeline({
          layers: [factories.randomFlip({ mode: "horizontal" }), factories.randomRotation({ factor: 0.1 }), factories.randomErasing()],
          inputShape: [8, 8, 1],
        }),
        factories.randomCrop({ height: 6, width: 6 }),
        factories.flatten(),
        factories.dense({ units: 2, activation: "softmax" }),
      ],
      { backend: makeBackend, seed: 1 },
    ).compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  const fitOptions = { epochs: 2, batchSize: 8, verbose: 0 } as const;

  test("trains, the same again with the same seed", async () => {
    const [one, two] = [model(), model()];
    const [first, second] = [await one.fit(digits, classes, fitOptions), await two.fit(digits, classes, fitOptions)];
    expect(second.history["loss"]).toEqual(first.history["loss"]);
    expect(await two.getWeights()).toEqual(await one.getWeights());
  });

  test("predicts without drawing, also after it was saved", async () => {
    const trained = model();
    await trained.fit(digits, classes, fitOptions);
    const predicted = await trained.predict(digits);
    expect(await trained.predict(digits)).toEqual(predicted);
    expect(await fromBytes(await trained.toBytes(), { backend: makeBackend }).predict(digits)).toEqual(predicted);
  });
});
