import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import sharp from "sharp";
import { afterAll, expect, expectTypeOf, test } from "vitest";
import type { Example } from "../pipeline/from-tensors.ts";
import { imageDatasetFromDirectory } from "./image-dataset-from-directory.ts";
import type { FilePipeline } from "../folders/folder-dataset.ts";
import { listImageFolder } from "./list-image-folder.ts";

const root = mkdtempSync(join(tmpdir(), "folder-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A folder of images, each of one grey that says which it is: class 0 has 0, 1, 2 …, class 1 has 100, 101 … */
async function flowers(counts: Readonly<Record<string, number>>): Promise<string> {
  const folder = mkdtempSync(join(root, "flowers-"));
  for (const [label, [name, count]] of Object.entries(counts).entries()) {
    mkdirSync(join(folder, name));
    for (let i = 0; i < count; i++) {
      const background = { r: 100 * label + i, g: 100 * label + i, b: 100 * label + i };
      await sharp({ create: { width: 6, height: 4, channels: 3, background } }).toFile(join(folder, name, `${i}.png`));
    }
  }
  return folder;
}

test("class folders and their images are listed sorted, at any depth, without what is no image", async () => {
  const folder = await flowers({ rose: 2, daisy: 1 });
  mkdirSync(join(folder, "daisy", "more"));
  for (const name of ["more/Z.JPG", "a.webp", "notes.txt", ".hidden.png"]) writeFileSync(join(folder, "daisy", name), "");
  writeFileSync(join(folder, "readme.txt"), "");
  mkdirSync(join(folder, ".git"));
  const { classNames, files, labels } = await listImageFolder(folder);
  expect(classNames).toEqual(["daisy", "rose"]);
  expect(files.map((file) => relative(folder, file).replaceAll("\\", "/"))).toEqual([
    "daisy/0.png",
    "daisy/a.webp",
    "daisy/more/Z.JPG",
    "rose/0.png",
    "rose/1.png",
  ]);
  expect(labels).toEqual({ dtype: "int32", shape: [5], data: Int32Array.of(0, 0, 0, 1, 1) });
  const chosen = await listImageFolder(folder, { classNames: ["rose"] });
  expect([chosen.classNames, chosen.files.length]).toEqual([["rose"], 2]);
});

test("folders behind links are entered when asked for, and never twice", async () => {
  const folder = await flowers({ daisy: 1 });
  const elsewhere = await flowers({ rose: 2 });
  symlinkSync(join(elsewhere, "rose"), join(folder, "rose"), "dir");
  symlinkSync(join(folder, "daisy"), join(folder, "daisy", "again"), "dir");
  expect((await listImageFolder(folder)).classNames).toEqual(["daisy"]);
  const { classNames, files } = await listImageFolder(folder, { followLinks: true });
  expect([classNames, files.length]).toEqual([["daisy", "rose"], 3]);
});

test("an empty class folder is named, and so is a folder that is missing or has no classes", async () => {
  const folder = await flowers({ daisy: 1, rose: 0 });
  for (const list of [listImageFolder, imageDatasetFromDirectory]) {
    await expect(list(folder)).rejects.toThrow(`${list.name}: the class folder ${join(folder, "rose")} holds no image`);
    await expect(list(join(folder, "none"))).rejects.toThrow(`${list.name}: there is no folder ${join(folder, "none")}.`);
    await expect(list(join(folder, "daisy"))).rejects.toThrow("has no subfolders. Expected one for each class, with its images.");
    await expect(list(join(folder, "daisy", "0.png"))).rejects.toThrow("is no folder");
    await expect(list(folder, { classNames: ["dasy"] })).rejects.toThrow('class "dasy": did you mean "daisy"?');
  }
  expect((await listImageFolder(folder, { classNames: ["daisy"] })).files.length).toBe(1);
});

test("batches of resized bytes come with their labels, every image once a pass", async () => {
  const folder = await flowers({ daisy: 5, rose: 4 });
  const images = await imageDatasetFromDirectory(folder, { imageSize: [3, 2], batchSize: 4, seed: 1 });
  expect([images.length, images.classNames, images.files.length]).toEqual([3, ["daisy", "rose"], 9]);
  const orders: number[][] = [];
  for (let pass = 0; pass < 2; pass++) {
    const greys: number[] = [];
    for await (const { x, y } of images) {
      expect([x.dtype, x.shape.slice(1), y.dtype, y.shape]).toEqual(["uint8", [3, 2, 3], "int32", [x.shape[0]]]);
      for (let row = 0; row < (x.shape[0] ?? 0); row++) {
        const grey = Number(x.data[row * 18]);
        expect(Number(y.data[row])).toBe(grey >= 100 ? 1 : 0);
        greys.push(grey);
      }
    }
    orders.push(greys);
  }
  expect(orders.map((order) => order.toSorted((a, b) => a - b))).toEqual([
    [0, 1, 2, 3, 4, 100, 101, 102, 103],
    [0, 1, 2, 3, 4, 100, 101, 102, 103],
  ]);
  expect(orders[0]).not.toEqual(orders[1]);
});

test("without shuffling, images come class after class; one at a time without a batch size", async () => {
  const folder = await flowers({ daisy: 2, rose: 1 });
  const images = await imageDatasetFromDirectory(folder, { imageSize: [1, 1], batchSize: null, shuffle: false, colorMode: "grayscale" });
  const all = await images.toArray();
  expect(all.map(({ x, y }) => [x.shape, Number(x.data[0]), y.shape, Number(y.data[0])])).toEqual([
    [[1, 1, 1], 0, [], 0],
    [[1, 1, 1], 1, [], 0],
    [[1, 1, 1], 100, [], 1],
  ]);
});

test("labels are written as asked for: one-hot, one of two, given, or not at all", async () => {
  const folder = await flowers({ daisy: 1, rose: 2 });
  const options = { imageSize: [1, 1], shuffle: false } as const;
  const labelsOf = async (images: FilePipeline<Example>) => {
    const [batch] = await images.toArray();
    return batch && [batch.y.dtype, batch.y.shape, Array.from(batch.y.data, Number)];
  };
  expect(await labelsOf(await imageDatasetFromDirectory(folder, { ...options, labelMode: "categorical" }))).toEqual([
    "float32",
    [3, 2],
    [1, 0, 0, 1, 0, 1],
  ]);
  expect(await labelsOf(await imageDatasetFromDirectory(folder, { ...options, labelMode: "binary" }))).toEqual([
    "float32",
    [3, 1],
    [0, 1, 1],
  ]);
  const given = await imageDatasetFromDirectory(folder, { ...options, labels: [2, 0, 1] });
  expect([given.classNames, await labelsOf(given)]).toEqual([
    ["0", "1", "2"],
    ["int32", [3], [2, 0, 1]],
  ]);
  for (const none of [{ labels: null }, { labelMode: null }] as const) {
    const images = await imageDatasetFromDirectory(folder, { ...options, ...none });
    expectTypeOf(images).toEqualTypeOf<FilePipeline<Pick<Example, "x">>>();
    expect(await images.toArray().then((batches) => batches.map((batch) => Object.keys(batch)))).toEqual([["x"]]);
  }
});

test("a split gives every image to one part; one seed gives the same split again", async () => {
  const folder = await flowers({ daisy: 6, rose: 5 });
  const options = { validationSplit: 0.25, seed: 3 } as const;
  const names = (files: readonly string[]) => files.map((file) => `${basename(join(file, ".."))}/${basename(file)}`);
  const [training, validation] = await imageDatasetFromDirectory(folder, { ...options, subset: "both" });
  expectTypeOf(training).toEqualTypeOf<FilePipeline<Example>>();
  expect([training.files.length, validation.files.length]).toEqual([9, 2]); // Keras: int(0.25 * 11) for validation
  expect(new Set([...names(training.files), ...names(validation.files)]).size).toBe(11);
  for (const [subset, part] of [
    ["training", training],
    ["validation", validation],
  ] as const) {
    expect((await imageDatasetFromDirectory(folder, { ...options, subset })).files).toEqual(part.files);
  }
});

test("an unreadable image ends the pass and is named", async () => {
  const folder = await flowers({ daisy: 3 });
  writeFileSync(join(folder, "daisy", "1.png"), "no image");
  const images = await imageDatasetFromDirectory(folder, { shuffle: false });
  await expect(images.toArray()).rejects.toThrow(`${join(folder, "daisy", "1.png")}: the image cannot be read`);
});

test("options that do not go together are refused", async () => {
  const folder = await flowers({ daisy: 1, rose: 1, tulip: 1 });
  const refused = [
    [{ labelMode: "binary" }, 'labelMode "binary" takes 2 classes, received 3: daisy, rose, tulip.'],
    [{ validationSplit: 0.2 }, "validationSplit and subset go together, received 0.2 and undefined."],
    [{ validationSplit: 1.2, subset: "both" }, "expected validationSplit between 0 and 1, received 1.2."],
    [{ validationSplit: 0.5, subset: "training" }, "Pass a seed"],
    [{ validationSplit: 0.1, subset: "both" }, "no validation images are left of 3 with validationSplit 0.1"],
    [{ labels: [0, 1] }, "expected a label for each of the 3 images"],
    [{ labels: [0, 1, -1] }, "expected labels to be integers from 0, received -1 at position 2."],
    [{ labels: [0, 1, 2], classNames: ["daisy"] }, "classNames order the subfolders"],
    [{ classNames: ["daisy", "daisy"] }, "expected classNames to name classes once each"],
    [{ batchSize: 0 }, "expected batchSize to be a positive integer or null, received 0."],
  ] as const;
  for (const [options, message] of refused) await expect(imageDatasetFromDirectory(folder, options)).rejects.toThrow(message);
  // @ts-expect-error no such mode
  await expect(imageDatasetFromDirectory(folder, { labelMode: "onehot" })).rejects.toThrow('labelMode "onehot": unknown labelMode.');
});
