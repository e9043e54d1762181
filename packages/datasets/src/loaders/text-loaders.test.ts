import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { loadFixture } from "@tidu/testing";
import { afterAll, expect, test } from "vitest";
import { imdb, imdbWordIndex } from "./imdb.ts";
import { imdbReviews, loadReviews } from "./imdb-reviews.ts";
import { numpyOrders } from "./numpy-orders.ts";
import { reuters, reutersWordIndex } from "./reuters.ts";
import { loadText, tinyShakespeare } from "./tiny-shakespeare.ts";
import type { WordIdOptions, WordIds } from "./word-ids.ts";

const root = mkdtempSync(join(tmpdir(), "text-loaders-"));
const folder = () => mkdtempSync(join(root, "data-"));
afterAll(() => rmSync(root, { recursive: true }));

interface Part {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
}
interface Loader {
  readonly npz: string;
  readonly cases: readonly {
    readonly options: WordIdOptions & { readonly testSplit?: number };
    readonly train: Part;
    readonly test: Part;
  }[];
}
const fixture = loadFixture<{
  readonly orders: readonly { readonly seed: number; readonly orders: readonly (readonly number[])[] }[];
  readonly imdb: Loader;
  readonly reuters: Loader;
  readonly harmful: string;
}>("datasets");

test("orders are those of NumPy's RandomState", () => {
  for (const { seed, orders } of fixture.orders) {
    const orderOf = numpyOrders("imdb", seed);
    expect(orders.map(({ length }) => [...orderOf(length)])).toEqual(orders);
  }
  expect(() => numpyOrders("imdb", -1)).toThrow("imdb: expected seed to be an integer from 0 to 4294967295, received -1.");
});

const plain = ({ x, y }: WordIds): Part => ({ x, y: [...y.data] });
const kerasFolder = (name: "imdb" | "reuters"): string => {
  const dataDir = folder();
  writeFileSync(join(dataDir, `${name}.npz`), Buffer.from(fixture[name].npz, "base64"));
  writeFileSync(join(dataDir, `${name}_word_index.json`), '{"the": 1, "constructor": 3, "__proto__": 2}');
  return dataDir;
};

for (const [name, load] of [
  ["imdb", imdb],
  ["reuters", reuters],
] as const) {
  const dataDir = kerasFolder(name);
  for (const { options, train, test: held } of fixture[name].cases) {
    test(`${name} gives Keras's ids, order and classes: ${JSON.stringify(options)}`, async () => {
      const loaded = await load({ ...options, dataDir });
      expect(plain(loaded.train)).toEqual(train);
      expect(plain(loaded.test)).toEqual(held);
    });
  }
}

test("word indices are maps, whatever the words are", async () => {
  const expected = new Map([
    ["the", 1],
    ["constructor", 3],
    ["__proto__", 2],
  ]);
  expect(await imdbWordIndex({ dataDir: kerasFolder("imdb") })).toEqual(expected);
  expect(await reutersWordIndex({ dataDir: kerasFolder("reuters") })).toEqual(expected);
  const dataDir = folder();
  for (const content of ["[1, 2]", '{"the": "1"}', "{}"]) {
    writeFileSync(join(dataDir, "imdb_word_index.json"), content);
    await expect(imdbWordIndex({ dataDir })).rejects.toThrow("imdb: imdb_word_index.json: expected an object of words and their ranks.");
  }
  writeFileSync(join(dataDir, "imdb_word_index.json"), '{"the": ');
  await expect(imdbWordIndex({ dataDir })).rejects.toThrow("imdb: imdb_word_index.json: no valid JSON");
});

test("reuters has 46 topics, and an earnings report is one", async () => {
  const { classNames } = await reuters({ dataDir: kerasFolder("reuters") });
  expect([classNames.length, classNames[3], classNames[45]]).toEqual([46, "earn", "lead"]); // Keras's get_label_names
});

test("options and files that do not fit are refused", async () => {
  const dataDir = kerasFolder("imdb");
  const refused = [
    [{ numWords: 0 }, "imdb: expected numWords to be an integer from 1, received 0."],
    [{ skipTop: 1.5 }, "imdb: expected skipTop to be an integer from 0, received 1.5."],
    [{ maxlen: 1 }, "imdb: no text is shorter than maxlen 1. Increase maxlen."],
    [{ seed: 2 ** 32 }, "imdb: expected seed to be an integer from 0 to 4294967295"],
    [{ numWord: 10 }, 'imdb: option "numWord": did you mean "numWords"?'],
    [{ source: "kera" }, 'imdb: source "kera": did you mean "keras"?'],
  ] as const;
  // @ts-expect-error wrong options among right ones
  for (const [options, message] of refused) await expect(imdb({ ...options, dataDir })).rejects.toThrow(message);
  for (const testSplit of [0, 1, NaN])
    await expect(reuters({ testSplit, dataDir })).rejects.toThrow(`reuters: expected testSplit between 0 and 1, received ${testSplit}.`);
  const empty = folder();
  await expect(imdb({ dataDir: empty })).rejects.toThrow(`imdb: dataDir ${empty} lacks imdb.npz.`);
  await expect(reuters({ dataDir: empty })).rejects.toThrow(`reuters: dataDir ${empty} lacks reuters.npz.`);
  writeFileSync(join(empty, "imdb.npz"), Buffer.from(fixture.harmful, "base64"));
  await expect(imdb({ dataDir: empty })).rejects.toThrow(
    /imdb: imdb\.npz: x\.npy: the file asks for .*, which is no data: it is refused\./,
  );
  writeFileSync(join(empty, "imdb.npz"), Buffer.from(fixture.reuters.npz, "base64"));
  await expect(imdb({ dataDir: empty })).rejects.toThrow("imdb: imdb.npz: expected an array x_train, received x, y.");
  writeFileSync(join(empty, "imdb.npz"), Buffer.from(fixture.imdb.npz, "base64").subarray(0, 500));
  await expect(imdb({ dataDir: empty })).rejects.toThrow("imdb: imdb.npz: expected a zip archive with its directory at the end");
});

/** A folder as the archive of reviews unpacks. */
function archiveFolder(): string {
  const at = folder();
  const files = {
    "train/neg/0_3.txt": "A bad, bad film.",
    "train/neg/10_1.txt": "Bad!<br />Bad…",
    "train/neg/2_4.txt": "The film is so-so",
    "train/pos/1_10.txt": "The GOOD film",
    "train/unsup/5_0.txt": "Who knows?",
    "test/neg/0_2.txt": "a bad plot",
    "test/pos/0_7.txt": "good, é good",
    "train/urls_neg.txt": "http://no.review",
    "imdb.vocab": "film",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(at, "aclImdb", name, ".."), { recursive: true });
    writeFileSync(join(at, "aclImdb", name), text);
  }
  return at;
}

test("the original reviews are read from the unpacked folder, or what holds it", async () => {
  const at = archiveFolder();
  for (const dataDir of [at, join(at, "aclImdb")]) {
    const { train, test: held, unsupervised, classNames } = await imdbReviews({ dataDir });
    expect(train.files).toEqual(["neg/0_3.txt", "neg/2_4.txt", "neg/10_1.txt", "pos/1_10.txt"]);
    expect([train.x[0], [...train.y.data], classNames]).toEqual(["A bad, bad film.", [0, 0, 0, 1], ["neg", "pos"]]);
    expect([held.x, [...held.y.data]]).toEqual([
      ["a bad plot", "good, é good"],
      [0, 1],
    ]);
    expect(unsupervised).toEqual({ x: ["Who knows?"], files: ["unsup/5_0.txt"] });
  }
});

test("the original reviews become ids by Keras's conventions", async () => {
  const options = { dataDir: archiveFolder(), source: "archive" } as const;
  // By hand: bad 4 times, film 3, the 2, then one each in the order of the texts: a, br, bad…, is, so, good; "bad…" is one word for Keras.
  const ranks = await imdbWordIndex(options);
  expect([...ranks]).toEqual([
    ["bad", 1],
    ["film", 2],
    ["the", 3],
    ["so", 4],
    ["a", 5],
    ["is", 6],
    ["br", 7],
    ["bad…", 8],
    ["good", 9],
  ]);
  const { train, test: held } = await imdb({ ...options, numWords: 20 });
  const both = train.x.map((ids, i) => ({ ids, label: train.y.data[i] }));
  expect(both).toHaveLength(4);
  expect(both).toContainEqual({ ids: [1, 8, 4, 4, 5], label: 0 }); // start, a bad bad film
  expect(both).toContainEqual({ ids: [1, 6, 12, 5], label: 1 }); // start, the good film
  expect(held.x).toHaveLength(2);
  expect(held.x).toContainEqual([1, 8, 4]); // "plot" and "é" are not in the training texts
  expect(held.x).toContainEqual([1, 12, 12]);
});

test("the archive is read from dataDir and from the network, verified; a broken one is refused", async ({ skip }) => {
  const at = archiveFolder();
  try {
    execFileSync("tar", ["-czf", "aclImdb_v1.tar.gz", "aclImdb"], { cwd: at, stdio: "ignore" });
  } catch {
    skip("there is no tar here");
  }
  const bytes = readFileSync(join(at, "aclImdb_v1.tar.gz"));
  const expected = await imdbReviews({ dataDir: join(at, "aclImdb") });
  expect(await imdbReviews({ dataDir: at })).toEqual(expected);
  const { address, close } = await serving({ "aclImdb_v1.tar.gz": bytes });
  const remote = (digest: string) => ({
    name: "imdbReviews",
    mirrors: [address],
    files: [{ name: "aclImdb_v1.tar.gz", size: bytes.length, checksum: { algorithm: "md5" as const, digest } }],
  });
  try {
    const cacheDir = folder();
    expect(await loadReviews(remote(createHash("md5").update(bytes).digest("hex")), { cacheDir })).toEqual(expected);
    await expect(loadReviews(remote("0".repeat(32)), { cacheDir })).rejects.toThrow(/sent other bytes: md5 .*, expected 0{32}/);
  } finally {
    close();
  }
  const broken = folder();
  writeFileSync(join(broken, "aclImdb_v1.tar.gz"), bytes.subarray(0, bytes.length - 50));
  await expect(imdbReviews({ dataDir: broken })).rejects.toThrow(/aclImdb_v1\.tar\.gz: the gzip data is cut off or damaged/);
  const empty = folder();
  await expect(imdbReviews({ dataDir: empty })).rejects.toThrow(`dataDir ${empty} lacks aclImdb_v1.tar.gz. Nor is there a folder aclImdb.`);
  rmSync(join(at, "aclImdb", "test", "pos"), { recursive: true });
  await expect(imdbReviews({ dataDir: join(at, "aclImdb") })).rejects.toThrow("imdbReviews: there is no review in test/pos.");
});

test("tiny Shakespeare is cut into 90, 5 and 5 %, from dataDir and from the network", async () => {
  const text = Array.from({ length: 109 }, (_, i) => String.fromCharCode(65 + (i % 26))).join("");
  const dataDir = folder();
  for (const [name, bytes] of [
    ["input.txt.gz", gzipSync(text)],
    ["tiny_shakespeare.txt", text],
  ] as const) {
    const at = folder();
    writeFileSync(join(at, name), bytes);
    const { train, validation, test: held } = await tinyShakespeare({ dataDir: at });
    // int(109 * 0.9) and int(11 * 0.5), as TensorFlow Datasets cuts
    expect([train, validation, held]).toEqual([text.slice(0, 98), text.slice(98, 103), text.slice(103)]);
  }
  await expect(tinyShakespeare({ dataDir })).rejects.toThrow(`tinyShakespeare: dataDir ${dataDir} lacks input.txt or input.txt.gz`);
  writeFileSync(join(dataDir, "input.txt"), "");
  await expect(tinyShakespeare({ dataDir })).rejects.toThrow("expected a text that can be cut into three parts, received 0 characters.");
  writeFileSync(join(dataDir, "input.txt"), Uint8Array.of(0x80, 0x80));
  await expect(tinyShakespeare({ dataDir })).rejects.toThrow("input.txt: the bytes are no valid utf-8 text.");

  const { address, close } = await serving({ "input.txt": Buffer.from(text) });
  const checksum = { algorithm: "sha256" as const, digest: createHash("sha256").update(text).digest("hex") };
  try {
    const remote = { name: "tinyShakespeare", mirrors: [address], files: [{ name: "input.txt", size: 109, checksum }] };
    expect((await loadText(remote, { cacheDir: folder() })).train).toBe(text.slice(0, 98));
  } finally {
    close();
  }
});

test("the real tiny Shakespeare has the parts that everyone trains on", async ({ skip }) => {
  const path = fileURLToPath(new URL("../../../../../shared/data/tiny_shakespeare.txt", import.meta.url));
  if (!existsSync(path)) skip("shared/data/tiny_shakespeare.txt is absent");
  const {
    train,
    validation,
    test: held,
  } = await tinyShakespeare({ dataDir: fileURLToPath(new URL("../../../../../shared/data", import.meta.url)) });
  // nanoGPT's data preparation prints 1,003,854 and 111,540 characters, and 65 different ones.
  expect([train.length, validation.length + held.length, new Set(train + validation + held).size]).toEqual([1003854, 111540, 65]);
  expect(train.startsWith("First Citizen:\nBefore we proceed any further, hear me speak.")).toBe(true);
});

async function serving(files: Readonly<Record<string, Uint8Array>>) {
  const server = createServer((request, response) => response.end(files[(request.url ?? "").slice(1)]));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}
