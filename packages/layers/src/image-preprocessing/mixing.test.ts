import { exp, randomKey, tensor, tensorData } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { describe, expect, test } from "vitest";
import { input } from "../core/input.ts";
import type { Layer } from "../layer.ts";
import { logGamma } from "./beta.ts";
import { cutMix } from "./cut-mix.ts";
import { mixBatches } from "./mix-batches.ts";
import { mixUp } from "./mix-up.ts";
import { randomFlip } from "./random-flip.ts";

const batch = 8;
/** Image i holds i everywhere, and is of class i. */
const images = tensor(Float32Array.from({ length: batch }, (_, i) => i))
  .reshape([batch, 1, 1, 1])
  .broadcastTo([batch, 10, 8, 2]);
const labels = tensor(
  Float32Array.from({ length: batch * batch }, (_, i) => (i % batch === Math.floor(i / batch) ? 1 : 0)),
  [batch, batch],
);

async function mixed(layer: Layer): Promise<readonly { readonly pixels: readonly number[]; readonly label: readonly number[] }[]> {
  const [x, , more] = layer.apply({}, [images, labels], { training: true, key: randomKey(2) });
  const y = more?.outputs?.[0];
  if (y === undefined) throw new Error("no labels");
  const [pixels, classes] = [Array.from(await x.data(), Number), Array.from(await y.data(), Number)];
  const part = (list: readonly number[], i: number): readonly number[] =>
    list.slice((i * list.length) / batch, ((i + 1) * list.length) / batch);
  return Array.from({ length: batch }, (_, i) => ({ pixels: part(pixels, i), label: part(classes, i) }));
}

/** The classes that a label is made of, with their shares. */
const shares = (label: readonly number[]): readonly (readonly [number, number])[] => [...label.entries()].filter(([, share]) => share > 0);

test("mixUp blends images and labels alike", async () => {
  for (const { pixels, label } of await mixed(mixUp({ alpha: 1 }))) {
    expect(label.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(shares(label).length).toBeLessThanOrEqual(2);
    const blend = shares(label).reduce((sum, [value, share]) => sum + value * share, 0);
    for (const pixel of pixels) expect(pixel).toBeCloseTo(blend, 5);
  }
});

test("cutMix puts a box of another image in, and labels count about its area", async () => {
  for (const [i, { pixels, label }] of (await mixed(cutMix())).entries()) {
    const others = pixels.filter((pixel) => pixel !== i);
    expect(new Set(others).size).toBeLessThanOrEqual(1);
    // Pixels are counted whole, the box is not: each of its sides may be off by one.
    expect(Math.abs(pixels.filter((pixel) => pixel === i).length / pixels.length - (label[i] ?? 0))).toBeLessThan(0.25);
  }
});

test.each([mixUp(), cutMix()])("labels pass through outside of training, and images alone are mixed alone", async (layer) => {
  const [x, , more] = layer.apply({}, [images, labels]);
  expect([x, more?.outputs]).toEqual([images, [labels]]);
  const context = { training: true, key: randomKey(2) };
  const [alone, , nothing] = layer.apply({}, images, context);
  expect(nothing?.outputs).toBeUndefined();
  expect(await alone.array()).toEqual(await layer.apply({}, [images, labels], context)[0].array());
  const first = layer([input({ shape: [10, 8, 2] }), input({ shape: [batch] })]);
  expect(first.from?.outputs.map(({ spec }) => spec.shape.slice(1))).toEqual([[10, 8, 2], [batch]]);
});

describe("batches of a data pipeline", () => {
  const batch = { x: tensorData(new Uint8Array(48).fill(9), [4, 2, 2, 3]), y: tensorData([1, 0, 0, 1, 1, 0, 0, 1], [4, 2]), id: "first" };

  test("are mixed anew each time, and again with the same seed", async () => {
    const mix = mixBatches(mixUp({ alpha: 1 }), { seed: 3 });
    const [one, two] = [await mix(batch), await mix(batch)];
    expect([one.x.dtype, one.x.shape, one.y.shape, one.id]).toEqual(["float32", [4, 2, 2, 3], [4, 2], "first"]);
    expect(two.y.data).not.toEqual(one.y.data);
    expect((await mixBatches(mixUp({ alpha: 1 }), { seed: 3 })(batch)).y.data).toEqual(one.y.data);
  });

  test("need a layer of two inputs", async () => {
    await expect(mixBatches(randomFlip())(batch)).rejects.toThrow("randomFlip: expected one input, received");
  });
});

describe("gamma", () => {
  const count = 4000;
  const values = async (x: Tensor): Promise<readonly number[]> => Array.from(await x.data(), Number);
  test.each([0.3, 1, 2.5])("alpha %d: mean and variance are alpha", async (alpha) => {
    const drawn = await values(exp(logGamma(randomKey(5), count, alpha)));
    const mean = drawn.reduce((sum, value) => sum + value, 0) / count;
    const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    expect(Math.abs(mean - alpha)).toBeLessThan(5 * Math.sqrt(alpha / count));
    expect(Math.abs(variance - alpha)).toBeLessThan(0.2 * alpha + 0.05);
  });

  test("small ones do not vanish", async () => {
    const drawn = await values(logGamma(randomKey(5), 100, 1e-3));
    expect(drawn.every(Number.isFinite)).toBe(true);
    expect(Math.min(...drawn)).toBeLessThan(-200); // far below the smallest float32
  });
});
