import type { TensorData } from "@tidu/core-tensor";
import { fetchFiles } from "../download/fetch-files.ts";
import type { RemoteDataset } from "../download/fetch-files.ts";
import { findInDataDir } from "../download/read-data-dir.ts";
import type { DownloadOptions } from "../download/remote-file.ts";
import { errorCode } from "../files/node-files.ts";
import { listFiles } from "../folders/list-folder.ts";
import type { FileKind } from "../folders/list-folder.ts";
import { gunzip } from "../formats/gunzip.ts";
import { parseTar } from "../formats/tar.ts";
import { textOf } from "../text/read-text.ts";

/** Reviews with what their authors felt. */
export interface Reviews {
  /** The texts, negative before positive, each in the order of their numbers; `<br />` stands for a line break. */
  readonly x: readonly string[];
  /** int32 [reviews]: 0 negative (1 to 4 of 10 stars), 1 positive (7 to 10) */
  readonly y: TensorData<"int32">;
  /** Names in the archive, number and stars in them: `neg/0_3.txt`. */
  readonly files: readonly string[];
}

export interface ReviewDataset {
  readonly train: Reviews;
  readonly test: Reviews;
  /** 50,000 reviews without a class. */
  readonly unsupervised: Pick<Reviews, "x" | "files">;
  readonly classNames: readonly string[];
}

/**
 * The Large Movie Review Dataset: 50,000 reviews from IMDB, half negative and half positive, and 50,000 without a class, as texts
 * (A. Maas et al., Learning word vectors for sentiment analysis, ACL 2011; for research, cite it). The original archive, downloaded once
 * (84 MB), verified and kept in the user's cache folder. `imdb` gives the same reviews as ids of words.
 *
 * @returns train and test of 25,000 texts with classes each, and the unsupervised texts
 * @throws when no mirror answers (saying where to put the archive), `dataDir` holds neither the archive nor the folder `aclImdb`, the
 * archive is damaged, or the disk is full
 * @example
 * ```ts
 * const { train, test } = await imdbReviews();
 * const words = tokenizer({ numWords: 10000 }).fitOnTexts(train.x);
 * ```
 */
export const imdbReviews = (options: DownloadOptions = {}): Promise<ReviewDataset> => loadReviews(imdbArchive, options);

/** The MD5 that data packages of other languages publish. */
export const imdbArchive: RemoteDataset = {
  name: "imdbReviews",
  mirrors: ["https://ai.stanford.edu/~amaas/data/sentiment", "https://bj.bcebos.com/dataset/imdb"],
  files: [{ name: "aclImdb_v1.tar.gz", size: 84125825, checksum: { algorithm: "md5", digest: "7c2ac02c03563afcf9b574c7e56c153a" } }],
};

/** {@link imdbReviews} from an archive on the network. */
export async function loadReviews(dataset: RemoteDataset, options: DownloadOptions): Promise<ReviewDataset> {
  const texts = await textsOf(dataset, options);
  const where = dataset.name;
  const part = (folder: "train" | "test"): Reviews => {
    const [negative, positive] = ["neg", "pos"].map((kind) => reviewsIn(where, texts, folder, kind));
    const all = [...(negative ?? []), ...(positive ?? [])];
    const y = Int32Array.from(all, (_, i) => (i < (negative?.length ?? 0) ? 0 : 1));
    return { x: all.map(({ text }) => text), y: { dtype: "int32", shape: [y.length], data: y }, files: all.map(({ file }) => file) };
  };
  const without = reviewsIn(where, texts, "train", "unsup");
  return {
    train: part("train"),
    test: part("test"),
    unsupervised: { x: without.map(({ text }) => text), files: without.map(({ file }) => file) },
    classNames: ["neg", "pos"],
  };
}

interface Review {
  readonly file: string;
  readonly text: string;
}

/** The texts of a folder of the archive, by the numbers in their names. */
function reviewsIn(where: string, texts: ReadonlyMap<string, string>, folder: string, kind: string): readonly Review[] {
  const found: { readonly number: number; readonly review: Review }[] = [];
  for (const [path, text] of texts) {
    const [name = "", ownKind, ownFolder] = path.split("/").toReversed();
    const [, number] = /^(\d+)_\d+\.txt$/.exec(name) ?? [];
    if (ownKind !== kind || ownFolder !== folder || number === undefined) continue;
    found.push({ number: Number(number), review: { file: `${kind}/${name}`, text } });
  }
  if (found.length === 0)
    throw new Error(
      `${where}: there is no review in ${folder}/${kind}. Expected files as 0_3.txt in train/neg, train/pos, train/unsup, test/neg and test/pos.`,
    );
  return found.toSorted((a, b) => a.number - b.number).map(({ review }) => review);
}

/** All texts by their paths: from the archive (downloaded, or in `dataDir`), or from `dataDir` where it was unpacked. */
async function textsOf(dataset: RemoteDataset, options: DownloadOptions): Promise<ReadonlyMap<string, string>> {
  const { name, files } = dataset;
  const { dataDir } = options;
  const archive = files[0]?.name ?? name;
  if (dataDir === undefined) {
    const [bytes = new Uint8Array()] = await fetchFiles(dataset, options);
    return unpack(`${name}: ${archive}`, bytes);
  }
  const [packed] = await findInDataDir(name, dataDir, [[archive, archive.replace(/\.gz$/, "")]]);
  return packed === undefined ? readUnpacked(name, dataDir, archive) : unpack(`${name}: ${packed.path}`, packed.bytes);
}

async function unpack(source: string, bytes: Uint8Array): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const [path, content] of parseTar(source, await gunzip(source, bytes)))
    if (path.endsWith(".txt")) texts.set(path, textOf(`${source}: ${path}`, content));
  return texts;
}

const reviewFiles: FileKind = {
  noun: "review",
  endings: [".txt"],
  instead: "Elsewhere, read texts with readJsonl from http(s) addresses.",
};

/** Files read at once. */
const readers = 64;

async function readUnpacked(where: string, dataDir: string, archive: string): Promise<ReadonlyMap<string, string>> {
  const paths = await import("node:path");
  const { readFile, stat } = await import("node:fs/promises");
  const isFolder = async (path: string): Promise<boolean> =>
    (await stat(path).catch((error: unknown) => (errorCode(error) === "ENOENT" ? undefined : Promise.reject(error))))?.isDirectory() ??
    false;
  const folders = [paths.join(dataDir, "aclImdb"), dataDir];
  const found = await Promise.all(folders.map((folder) => isFolder(paths.join(folder, "train"))));
  const folder = folders[found.indexOf(true)];
  if (folder === undefined) throw new Error(`${where}: dataDir ${paths.resolve(dataDir)} lacks ${archive}. Nor is there a folder aclImdb.`);
  const files = await listFiles(where, folder, reviewFiles, false);
  const texts = new Map<string, string>();
  for (let from = 0; from < files.length; from += readers) {
    const some = files.slice(from, from + readers);
    const contents = await Promise.all(some.map((file) => readFile(file)));
    contents.forEach((bytes, i) => {
      const path = some[i] ?? "";
      texts.set(paths.relative(folder, path).replaceAll("\\", "/"), textOf(`${where}: ${path}`, bytes));
    });
  }
  return texts;
}
