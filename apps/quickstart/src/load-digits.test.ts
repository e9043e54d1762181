import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadDigits } from "./load-digits.ts";

/** MNIST's four files with `count` training images, each filled with its own number, and 5 test images. */
async function mnistFolder(count: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "quickstart-mnist-"));
  const size = (value: number): number[] => [0, 0, value >> 8, value & 255];
  for (const [name, images] of [
    ["train", count],
    ["t10k", 5],
  ] as const) {
    const pixels = Uint8Array.from({ length: images * 784 }, (_, i) => Math.floor(i / 784));
    const labels = Uint8Array.from({ length: images }, (_, i) => i % 10);
    await writeFile(
      join(folder, `${name}-images-idx3-ubyte`),
      Uint8Array.of(0, 0, 8, 3, ...size(images), ...size(28), ...size(28), ...pixels),
    );
    await writeFile(join(folder, `${name}-labels-idx1-ubyte`), Uint8Array.of(0, 0, 8, 1, ...size(images), ...labels));
  }
  return folder;
}

test("drawn digits come in three parts that share no image", async () => {
  const { train, validation, test: held, classNames } = await loadDigits({ source: "digits", images: 60, seed: 1 });
  const parts = [train, validation, held];
  expect(parts.map(({ x, y }) => [...x.shape, ...y.shape])).toEqual([
    [54, 28, 28, 1, 54],
    [6, 28, 28, 1, 6],
    [10, 28, 28, 1, 10],
  ]);
  const images = parts.flatMap(({ x, y }) => Array.from({ length: y.data.length }, (_, i) => x.data.slice(i * 784, (i + 1) * 784).join()));
  expect(new Set(images).size).toBe(70);
  expect(classNames).toHaveLength(10);
});

test("of MNIST the first images are taken, and those at their end are watched", async () => {
  const { train, validation, test: held } = await loadDigits({ source: "mnist", dataDir: await mnistFolder(40), images: 30, seed: 1 });
  const first = ({ x, y }: typeof train): readonly unknown[] => [x.data[0], y.data[0], y.data.length];
  expect([train, validation, held].map(first)).toEqual([
    [0, 0, 27],
    [27, 7, 3],
    [0, 0, 5],
  ]);
});

test("more images than MNIST's files have, and a folder without them, are refused", async () => {
  const dataDir = await mnistFolder(40);
  await expect(loadDigits({ source: "mnist", dataDir, images: 41, seed: 1 })).rejects.toThrow(
    "41 images are wanted where there are 40. Ask for fewer with --images.",
  );
  await expect(loadDigits({ source: "mnist", dataDir: tmpdir(), images: 30, seed: 1 })).rejects.toThrow("lacks train-images-idx3-ubyte.gz");
});
