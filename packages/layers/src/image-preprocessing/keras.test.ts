import { randomKey, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import type { ConfigOptions } from "../config.ts";
import { layerFromConfig } from "../from-config.ts";
import type { Interval } from "./factor.ts";
import type { FillMode, PixelInterpolation } from "./fill-mode.ts";
import { homography } from "./homography.ts";
import { project } from "./projection.ts";
import type { Projection } from "./projection.ts";
import { contrast } from "./random-contrast.ts";
import { elastic } from "./random-elastic-transform.ts";
import { withHueTurned } from "./random-hue.ts";
import { solarize } from "./solarization.ts";
import { bytes } from "./value-range.ts";

interface Fixture {
  readonly images: Readonly<Record<string, FixtureTensor>>;
  readonly pinned: readonly {
    readonly name: string;
    readonly options: ConfigOptions;
    readonly images: string;
    readonly output: FixtureTensor;
  }[];
  readonly given: readonly {
    readonly name: string;
    readonly options: { readonly valueRange?: Interval };
    readonly images: string;
    readonly drawn: Readonly<Record<string, readonly number[]>>;
    readonly output: FixtureTensor;
  }[];
  readonly projections: readonly {
    readonly name: string;
    readonly fillMode: FillMode;
    readonly interpolation: PixelInterpolation;
    readonly fillValue: number;
    readonly transforms: FixtureTensor;
    readonly output: FixtureTensor;
  }[];
  readonly perspectives: readonly { readonly moved: FixtureTensor; readonly fillValue: number; readonly output: FixtureTensor }[];
  readonly elastic: readonly {
    readonly fillMode: FillMode;
    readonly fillValue: number;
    readonly strength: number;
    readonly noise: FixtureTensor;
    readonly output: FixtureTensor;
  }[];
}

const fixture = loadFixture<Fixture>("augmentation");

const read = (value: FixtureTensor): Tensor => tensor(fixtureTensor(value));
const images = (name: string): Tensor => {
  const found = fixture.images[name];
  if (found === undefined) throw new Error(`no images ${name}`);
  return read(found);
};
const expectClose = async (actual: Tensor, expected: FixtureTensor, relative = 1e-5): Promise<void> =>
  expect(differenceOf(await actual.value(), fixtureTensor(expected), { relative })).toBeUndefined();

describe("Keras's numbers, with the draws pinned by the factors", () => {
  for (const item of fixture.pinned) {
    test(`${item.name} ${JSON.stringify(item.options)} of ${item.images}`, async () => {
      const layer = layerFromConfig({ kind: item.name, options: item.options });
      const x = images(item.images);
      const [y] = layer.apply({}, x, { training: true, key: randomKey(3) });
      await expectClose(y, item.output);
      const first = layerFromConfig({ kind: item.name, options: { ...item.options, dataFormat: "channelsFirst" } });
      const [z] = first.apply({}, x.transpose([0, 3, 1, 2]), { training: true, key: randomKey(3) });
      await expectClose(z.transpose([0, 2, 3, 1]), item.output);
    });
  }
});

/** What layers do with what they drew. */
const changes: Readonly<Record<string, (images: Tensor, drawn: (name: string) => Tensor, valueRange: Interval) => Tensor>> = {
  randomContrast: (images, drawn, valueRange) => contrast(images, drawn("contrastFactor"), valueRange),
  randomHue: (images, drawn, valueRange) => withHueTurned(images, drawn("factor"), valueRange),
  solarization: (images, drawn, valueRange) => solarize(images, drawn("additions"), drawn("thresholds"), valueRange),
};

describe("Keras's numbers for given draws", () => {
  for (const item of fixture.given) {
    test(`${item.name} ${JSON.stringify(item.options)} ${JSON.stringify(item.drawn)}`, async () => {
      const drawn = (name: string): Tensor => tensor([...(item.drawn[name] ?? [])]).reshape([-1, 1, 1, 1]);
      const y = changes[item.name]?.(images(item.images), drawn, item.options.valueRange ?? bytes);
      if (y === undefined) throw new Error(item.name);
      await expectClose(y, item.output);
    });
  }
});

describe("TensorFlow's projective transforms", () => {
  for (const { name, transforms, output, ...sampling } of fixture.projections) {
    test(`${name}, ${sampling.fillMode}, ${sampling.interpolation}`, async () => {
      const entry = (i: number): Tensor =>
        read(transforms)
          .slice([0, i], [null, i + 1])
          .expandDims(-1);
      const affine = { a: [entry(0), entry(1), entry(2)], b: [entry(3), entry(4), entry(5)] } as const;
      const projection: Projection = name === "perspective" ? { ...affine, c: [entry(6), entry(7)] } : affine;
      await expectClose(project(images("gray"), projection, sampling, "test"), output);
    });
  }
});

test("a perspective is that of Keras, which solves eight equations", async () => {
  for (const { moved, fillValue, output } of fixture.perspectives) {
    const sampling = { fillMode: "constant", interpolation: "bilinear", fillValue } as const;
    const seen = project(images("bytes"), homography(read(moved), 6, 5), sampling, "test");
    await expectClose(seen, output, 1e-4); // Keras's solution is in float32 too
  }
});

test("an elastic transform is Keras's for the same noise", async () => {
  for (const { fillMode, fillValue, strength, noise, output } of fixture.elastic) {
    const sampling = { fillMode, fillValue, interpolation: "bilinear" } as const;
    const s = tensor([[[strength]]]);
    const y = elastic(images("bytes"), s, read(noise), read(noise), sampling, "test");
    await expectClose(y.maximum(0).minimum(255), output);
  }
});
