import { unknownName } from "@tidu/core-tensor";
import type { DownloadOptions } from "../download/remote-file.ts";
import { loadReviews, imdbArchive } from "./imdb-reviews.ts";
import { kerasMirrors, rankedTexts, wordRanks } from "./keras-files.ts";
import type { KerasFile } from "./keras-files.ts";
import { rankWords, ranksOf } from "./rank-words.ts";
import { asWordIds, wordIds } from "./word-ids.ts";
import type { RankedTexts, WordIdOptions, WordIds } from "./word-ids.ts";

export interface ImdbOptions extends WordIdOptions {
  /**
   * "keras" (default): the files that Keras made of the reviews, so that ids, order and classes are those of Keras's loader. "archive": the
   * original archive; words are ranked by Keras's rules in its training texts, which gives nearly, not exactly, Keras's ranks, and starts
   * from another order of the reviews.
   */
  readonly source?: ImdbSource;
}

export type ImdbSource = "keras" | "archive";

/** Texts as ids of words in the parts that everyone compares on. */
export interface WordIdDataset {
  readonly train: WordIds;
  readonly test: WordIds;
  readonly classNames: readonly string[];
}

/**
 * 50,000 movie reviews as ids of words, by Keras's conventions: 1 starts a review, 2 stands for a word that is left out, and the most
 * frequent word is 4 (Keras's `datasets.imdb.load_data`; the data is that of `imdbReviews`). Downloaded once (17 MB), verified and kept
 * in the user's cache folder.
 *
 * @returns train.x 25,000 lists of ids, train.y int32 [25000] (0 negative, 1 positive), test likewise
 * @throws when no mirror answers (saying where to put the file), `dataDir` lacks it or it is damaged, the disk is full, an option is no
 * integer, or `maxlen` leaves nothing
 * @example
 * ```ts
 * const { train, test } = await imdb({ numWords: 10000 });
 * const x = padSequences(train.x, { maxlen: 200 });
 * ```
 */
export async function imdb({ source = "keras", ...options }: ImdbOptions = {}): Promise<WordIdDataset> {
  checkSource("imdb", source);
  return imdbFrom(source === "keras" ? await rankedTexts(idFile, idArrays, 2, options) : (await archived(options)).parts, options);
}

/**
 * The ranks of the words of `imdb`, from 1, most frequent first (Keras's `datasets.imdb.get_word_index`); the id of a word is its rank and
 * `indexFrom`, 3 by default.
 *
 * @throws as {@link imdb}
 * @example
 * ```ts
 * const ranks = await imdbWordIndex();
 * const words = new Map([...ranks].map(([word, rank]) => [rank + 3, word]));
 * const review = train.x[0]?.map((id) => words.get(id) ?? "…").join(" ");
 * ```
 */
export async function imdbWordIndex({ source = "keras", ...options }: DownloadOptions & Pick<ImdbOptions, "source"> = {}): Promise<
  ReadonlyMap<string, number>
> {
  checkSource("imdbWordIndex", source);
  return source === "keras" ? wordRanks(indexFile, options) : (await archived(options)).ranks;
}

/** Training and test part of ranked texts, as ids. */
export function imdbFrom(parts: readonly RankedTexts[], options: WordIdOptions): WordIdDataset {
  const [train, test] = wordIds("imdb", parts, options).map(asWordIds);
  if (train === undefined || test === undefined) throw new Error("imdb: expected two parts.");
  return { train, test, classNames: ["neg", "pos"] };
}

/** The original reviews as ranks of words, and the ranks. */
async function archived(options: DownloadOptions): Promise<{ parts: readonly RankedTexts[]; ranks: ReadonlyMap<string, number> }> {
  const { train, test } = await loadReviews(imdbArchive, options);
  const ranks = rankWords(train.x);
  const parts = [train, test].map(({ x, y }) => ({ x: x.map((text) => ranksOf(text, ranks)), y: Array.from(y.data) }));
  return { parts, ranks };
}

const idArrays = [
  ["x_train", "y_train"],
  ["x_test", "y_test"],
] as const;

/** The digests are those in Keras's own loader. */
const idFile: KerasFile = {
  name: "imdb",
  mirrors: kerasMirrors,
  file: {
    name: "imdb.npz",
    size: 17464789,
    checksum: { algorithm: "sha256", digest: "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f" },
  },
};

const indexFile: KerasFile = {
  name: "imdb",
  mirrors: kerasMirrors,
  file: { name: "imdb_word_index.json", size: 1641221, checksum: { algorithm: "md5", digest: "bfafd718b763782e994055a2d397834f" } },
};

function checkSource(where: string, source: string): void {
  const sources = ["keras", "archive"];
  if (!sources.includes(source)) throw new Error(`${where}: ${unknownName("source", source, sources)}`);
}
