import { onnxruntime } from "@tidu/backend-onnxruntime";
import { sizeOfShape, tensorData } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { isWeightSpec } from "@tidu/layers";
import { differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { expect, test } from "vitest";
import { alexNet, leNet5, mobileNetV2, resNet18, resNet20, resNet50 } from "./index.ts";
import type { ApplicationOptions } from "./index.ts";

const makers = { alexNet, leNet5, mobileNetV2, resNet18, resNet20, resNet50 };

interface Case {
  readonly name: keyof typeof makers;
  readonly options: ApplicationOptions & { readonly inputShape: readonly number[] };
  readonly source: string;
  readonly output: FixtureTensor;
}

const { forward } = loadFixture<{ readonly forward: readonly Case[] }>("applications");

/** What a network is filled with: the function of the same name that the fixture was written with. */
function made(path: string, shape: readonly number[]): TensorData {
  const size = sizeOfShape(shape);
  const seed = 31 * Array.from(path, (letter) => letter.charCodeAt(0)).reduce((sum, code) => sum + code, 0);
  const kind = path.split("/").at(-1);
  const scale = kind === "kernel" ? Math.sqrt((3 * Math.max(...shape)) / size) : kind === "x" ? 1 : 0.1;
  const positive = kind === "gamma" || kind === "movingVariance";
  const data = Float32Array.from({ length: size }, (_, i) => {
    const spread = ((17 * i * i + 7919 * i + seed) % 1009) / 504 - 1;
    return positive ? 1 + 0.5 * spread : scale * spread;
  });
  return tensorData(data, shape);
}

test.each(forward)("$name gives for $options what $source gives", async ({ name, options, output }) => {
  const model = makers[name]({ ...options, backend: () => onnxruntime() });
  const weights = model.network.layers.flatMap(({ name, weights }) =>
    Object.entries(weights).flatMap(([weight, spec]): readonly [string, TensorData][] =>
      isWeightSpec(spec) ? [[`${name}/${weight}`, made(`${name}/${weight}`, spec.shape)]] : [],
    ),
  );
  await model.setWeights(Object.fromEntries(weights));
  const predicted = await (await model.predict(made("x", [2, ...options.inputShape]))).value();
  expect(differenceOf(predicted, fixtureTensor(output))).toBeUndefined();
  await model.dispose();
});
