import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { interpreterBackend, jit, randomKey, tensor } from "@tidu/core-tensor";
import type { Backend, Tensor } from "@tidu/core-tensor";
import { factories } from "@tidu/layers";
import type { Layer } from "@tidu/layers";
import { differenceOf, randomValues } from "@tidu/testing";
import { describe, expect, test } from "vitest";

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
  Float32Array.from(data.data, (value) => Math.min(255, Math.max(0, Math.round(128 + 60 * Number(value))))),
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
