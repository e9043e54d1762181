import { tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { differenceOf, fixtureTensor, loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { expect, test } from "vitest";
import type { ConfigOptions } from "./config.ts";
import { serializable } from "./config.ts";
import { lambda } from "./core/lambda.ts";
import { layerFromConfig } from "./from-config.ts";
import { concatenate } from "./merging/concatenate.ts";
import { rmsNormalization } from "./normalization/rms-normalization.ts";

interface Case {
  readonly name: string;
  readonly options: ConfigOptions;
  readonly inputs: readonly FixtureTensor[];
  readonly masks: readonly (FixtureTensor | null)[];
  readonly output: FixtureTensor;
  /** Of the output. */
  readonly mask: FixtureTensor | null;
}

const { layers, source } = loadFixture<{ readonly source: string; readonly layers: readonly Case[] }>("masks");
const title = ({ name, options, masks }: Case): string =>
  `${name} ${JSON.stringify(options)} of masks ${masks.map((mask) => (mask === null ? "none" : "one")).join(", ")}`;
const read = (stored: FixtureTensor): Tensor => tensor(fixtureTensor(stored));

test.each(layers.map((item): [string, Case] => [title(item), item]))(`%s is masked as by ${source}`, async (_, given) => {
  const layer = layerFromConfig({ kind: given.name, options: given.options });
  const inputs = given.inputs.map(read);
  const masks = given.masks.map((mask) => (mask === null ? undefined : read(mask)));
  const weights = layer.init(
    tensor(Uint32Array.of(1, 2)),
    inputs.map(({ spec }) => spec),
  );
  const [y, , more] = layer.apply(weights, inputs, { masks });
  // A row without a single step is NaN in Keras, 0 here.
  const expected = { ...given.output, data: given.output.data.map((value) => (Number.isNaN(value) ? 0 : value)) };
  expect(differenceOf(await y.value(), fixtureTensor(expected), { relative: 1e-5 })).toBeUndefined();
  const all = given.mask?.data.every(Boolean) === true; // which says as much as none
  expect(await more?.mask?.array()).toEqual(given.mask === null || all ? undefined : await read(given.mask).array());
});

const x = tensor([[[1], [2], [3]]]);
const mask = tensor([[true, true, false]]);

test("a lambda layer ends the mask, or gives one", async () => {
  expect(lambda({ function: (x) => x }).apply({}, x, { mask })[2]?.mask).toBeUndefined();
  const above = lambda({
    function: (x) => x,
    mask: (x, mask) =>
      x
        .squeeze(-1)
        .greater(1)
        .logicalAnd(mask ?? true),
  });
  expect(await above.apply({}, x, { mask })[2]?.mask?.array()).toEqual([[false, true, false]]);
});

test("a lambda layer with a named mask can be saved", async () => {
  const fn = serializable("same", (x: Tensor) => x);
  const keep = serializable("keep", (_: Tensor, mask: Tensor | undefined) => mask);
  const { config } = lambda({ function: fn, mask: keep });
  const again = layerFromConfig(JSON.parse(JSON.stringify(config)), { functions: { same: fn, keep } });
  expect(await again.apply({}, x, { mask })[2]?.mask?.array()).toEqual([[true, true, false]]);
});

// Keras ends the mask there with a warning; what works step by step can keep it.
test("RMS normalization passes the mask", async () => {
  const layer = rmsNormalization();
  const [, , more] = layer.apply({ scale: tensor([1]) }, x, { mask });
  expect(await more?.mask?.array()).toEqual([[true, true, false]]);
});

test("joined along features, inputs without masks make every step count", () => {
  expect(concatenate().apply({}, [x, x], { masks: [mask, undefined] })[2]?.mask).toBeUndefined();
});
