import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TensorData } from "@tidu/core-tensor";
import { afterAll, expect, expectTypeOf, test } from "vitest";
import type { FilePipeline } from "../folders/folder-dataset.ts";
import { textDatasetFromDirectory } from "./text-dataset-from-directory.ts";

const root = mkdtempSync(join(tmpdir(), "texts-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A folder of texts that say which they are: `neg 0`, `neg 1` … */
function reviews(counts: Readonly<Record<string, number>>): string {
  const folder = mkdtempSync(join(root, "reviews-"));
  for (const [name, count] of Object.entries(counts)) {
    mkdirSync(join(folder, name));
    for (let i = 0; i < count; i++) writeFileSync(join(folder, name, `${i}.txt`), `${name} ${i}`);
  }
  return folder;
}

test("texts come in batches with the labels of their folders, every text once a pass", async () => {
  const folder = reviews({ pos: 4, neg: 5 });
  writeFileSync(join(folder, "neg", "notes.md"), "no text of the data set");
  const texts = await textDatasetFromDirectory(folder, { batchSize: 4, seed: 1 });
  expectTypeOf(texts).toEqualTypeOf<FilePipeline<{ readonly x: readonly string[]; readonly y: TensorData }>>();
  expect([texts.length, texts.classNames, texts.files.length]).toEqual([3, ["neg", "pos"], 9]);
  const passes = [];
  for (let pass = 0; pass < 2; pass++) {
    const seen: string[] = [];
    for await (const { x, y } of texts) {
      expect([y.dtype, y.shape]).toEqual(["int32", [x.length]]);
      expect(Array.from(y.data, Number)).toEqual(x.map((text) => (text.startsWith("pos") ? 1 : 0)));
      seen.push(...x);
    }
    passes.push(seen);
  }
  const all = [..."01234".split("").map((i) => `neg ${i}`), ..."0123".split("").map((i) => `pos ${i}`)];
  expect(passes.map((seen) => seen.toSorted())).toEqual([all, all]);
  expect(passes[0]).not.toEqual(passes[1]);
});

test("labels, order, length and encoding are as asked for", async () => {
  const folder = reviews({ neg: 1, pos: 2 });
  const options = { shuffle: false } as const;
  const [oneHot] = await (await textDatasetFromDirectory(folder, { ...options, labelMode: "categorical" })).toArray();
  expect([oneHot?.x, oneHot?.y.shape, oneHot?.y.data]).toEqual([["neg 0", "pos 0", "pos 1"], [3, 2], Float32Array.of(1, 0, 0, 1, 0, 1)]);
  const [binary] = await (
    await textDatasetFromDirectory(folder, { ...options, labelMode: "binary", classNames: ["pos", "neg"] })
  ).toArray();
  expect([binary?.x[0], binary?.y.shape, binary?.y.data]).toEqual(["pos 0", [3, 1], Float32Array.of(0, 0, 1)]);
  const single = await textDatasetFromDirectory(folder, { ...options, batchSize: null, labelMode: null, maxLength: 4 });
  expectTypeOf(single).toEqualTypeOf<FilePipeline<{ readonly x: string }>>();
  expect(await single.toArray()).toEqual([{ x: "neg " }, { x: "pos " }, { x: "pos " }]);
  writeFileSync(join(folder, "neg", "0.txt"), Uint8Array.of(0xe9, 0x21));
  const latin = await textDatasetFromDirectory(folder, { ...options, batchSize: null, encoding: "latin1" });
  expect((await latin.take(1).toArray())[0]?.x).toBe("é!");
  await expect((await textDatasetFromDirectory(folder, options)).toArray()).rejects.toThrow(
    `${join(folder, "neg", "0.txt")}: the bytes are no valid utf-8 text. Pass the encoding of the file`,
  );
  writeFileSync(join(folder, "neg", "0.txt"), "👍👍👍");
  const emoji = await textDatasetFromDirectory(folder, { ...options, batchSize: null, maxLength: 2 });
  expect((await emoji.take(1).toArray())[0]?.x).toBe("👍👍"); // code points are not cut through
});

test("a split gives every text to one part; one seed gives the same split again", async () => {
  const folder = reviews({ neg: 6, pos: 5 });
  const options = { validationSplit: 0.25, seed: 3 } as const;
  const [training, validation] = await textDatasetFromDirectory(folder, { ...options, subset: "both" });
  expect([training.files.length, validation.files.length]).toEqual([9, 2]); // Keras: int(0.25 * 11) for validation
  expect(new Set([...training.files, ...validation.files]).size).toBe(11);
  for (const subset of ["training", "validation"] as const) {
    const part = subset === "training" ? training : validation;
    expect((await textDatasetFromDirectory(folder, { ...options, subset })).files).toEqual(part.files);
  }
});

test("folders without texts and options that do not fit are refused", async () => {
  const folder = reviews({ neg: 2, pos: 0, unsup: 1 });
  await expect(textDatasetFromDirectory(folder)).rejects.toThrow(
    `textDatasetFromDirectory: the class folder ${join(folder, "pos")} holds no text (.txt). Add some, remove it, or leave it out of classNames.`,
  );
  await expect(textDatasetFromDirectory(join(folder, "none"))).rejects.toThrow("there is no folder");
  await expect(textDatasetFromDirectory(join(folder, "pos"), { labels: null })).rejects.toThrow("holds no text.");
  const classNames = ["neg", "unsup"];
  await expect(textDatasetFromDirectory(folder, { classNames, validationSplit: 0.1, subset: "both" })).rejects.toThrow(
    "no validation texts are left of 3 with validationSplit 0.1. Change it, or add texts.",
  );
  await expect(textDatasetFromDirectory(folder, { classNames, maxLength: 0 })).rejects.toThrow(
    "expected maxLength to be a positive integer",
  );
});
