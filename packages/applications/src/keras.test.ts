import { isWeightSpec } from "@tidu/layers";
import type { WeightSpecs } from "@tidu/layers";
import type { Model } from "@tidu/models";
import { loadFixture } from "@tidu/testing";
import { describe, expect, test } from "vitest";
import { mobileNetV2, resNet50, vgg16, vgg19 } from "./index.ts";
import type { MobileNetV2Options } from "./index.ts";

/** Then the activation where there is one, or epsilon and momentum of a normalization. */
type Row = readonly [name: string, shape: readonly number[], parameters: number, ...settings: readonly (string | number)[]];

interface Case {
  readonly name: "vgg16" | "vgg19" | "resNet50" | "mobileNetV2";
  readonly options: MobileNetV2Options;
  /** Keras's name of the model. */
  readonly model: string;
  readonly trainable: number;
  readonly all: number;
  readonly layers: readonly Row[];
}

const { source, architectures } = loadFixture<{ readonly source: string; readonly architectures: readonly Case[] }>("applications");
const makers = { vgg16, vgg19, resNet50, mobileNetV2 };

const sizeOf = (specs: WeightSpecs, counts: (trainable: boolean) => boolean): number =>
  Object.values(specs).reduce(
    (sum, spec) => sum + (isWeightSpec(spec) ? (counts(spec.trainable) ? spec.shape.reduce((a, b) => a * b, 1) : 0) : sizeOf(spec, counts)),
    0,
  );

const rowsOf = ({ network }: Model): readonly Row[] =>
  network.applications.map(({ layer: { name, layer, weights }, specs }): Row => {
    const { activation, epsilon, momentum } = layer.config.options;
    const settings = [activation, epsilon, momentum].filter((value) => typeof value === "string" || typeof value === "number");
    return [name, (specs[0]?.shape.slice(1) ?? []).map(Number), sizeOf(weights, () => true), ...settings];
  });

const byName = (rows: readonly Row[]): readonly Row[] => rows.toSorted(([a], [b]) => (a < b ? -1 : 1));

/** `global_max_pooling2d_1` → `globalMaxPooling2d`: names that Keras counts up by itself. */
const own = ([name, ...rest]: Row): Row => [
  name.startsWith("global_") ? name.replace(/_\d+$/, "").replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) : name,
  ...rest,
];

describe(`layer by layer as ${source}`, () => {
  test.each(architectures)("$name $options", ({ name, options, model, trainable, all, layers }) => {
    const made = makers[name](options);
    expect(made.name).toBe(model);
    expect(byName(rowsOf(made))).toEqual(byName(layers.map(own)));
    const count = (counts: (trainable: boolean) => boolean): number =>
      made.network.layers.reduce((sum, { weights }) => sum + sizeOf(weights, counts), 0);
    expect([count((trained) => trained), count(() => true)]).toEqual([trainable, all]);
  });
});

test("the layers follow one another as in the paper where there are no branches", () => {
  const [vgg] = architectures;
  expect(rowsOf(vgg16())).toEqual(vgg?.layers);
});
