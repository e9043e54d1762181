import type { DownloadOptions } from "../download/remote-file.ts";
import type { WordIdDataset } from "./imdb.ts";
import { kerasMirrors, rankedTexts, wordRanks } from "./keras-files.ts";
import type { KerasFile } from "./keras-files.ts";
import { asWordIds, wordIds } from "./word-ids.ts";
import type { RankedTexts, WordIdOptions } from "./word-ids.ts";

export interface ReutersOptions extends WordIdOptions {
  /** The share of newswires, from 0 to 1, in the test part; default 0.2. */
  readonly testSplit?: number;
}

/**
 * 11,228 newswires of 46 topics as ids of words (Reuters-21578, D. Lewis 1987; Keras's `datasets.reuters.load_data`). The file that Keras
 * made of them, downloaded once (2 MB), verified and kept in the user's cache folder: ids, order, split and classes are Keras's.
 *
 * @returns train.x 8,982 lists of ids, train.y int32 [8982] of 0 to 45, test of 2,246, and the names of the topics
 * @throws when no mirror answers (saying where to put the file), `dataDir` lacks it or it is damaged, the disk is full, an option is out of
 * range, or `maxlen` or `testSplit` leaves nothing
 * @example
 * ```ts
 * const { train, test, classNames } = await reuters({ numWords: 10000 });
 * ```
 */
export const reuters = async (options: ReutersOptions = {}): Promise<WordIdDataset> => {
  checkSplit(options.testSplit ?? 0.2);
  return reutersFrom(await rankedTexts(idFile, [["x", "y"]], classNames.length, options), options);
};

/**
 * The ranks of the words of `reuters`, from 1 (Keras's `datasets.reuters.get_word_index`); the id of a word is its rank and `indexFrom`, 3
 * by default.
 *
 * @throws as {@link reuters}
 * @example
 * ```ts
 * const ranks = await reutersWordIndex();
 * ```
 */
export const reutersWordIndex = (options: DownloadOptions = {}): Promise<ReadonlyMap<string, number>> => wordRanks(indexFile, options);

/** Ranked texts as ids, cut in two. */
export function reutersFrom(parts: readonly RankedTexts[], { testSplit = 0.2, ...options }: ReutersOptions): WordIdDataset {
  checkSplit(testSplit);
  const [all] = wordIds("reuters", parts, options);
  if (all === undefined) throw new Error("reuters: expected texts.");
  const kept = Math.trunc(all.x.length * (1 - testSplit));
  if (kept === 0 || kept === all.x.length)
    throw new Error(`reuters: testSplit ${testSplit} of ${all.x.length} newswires leaves one part empty. Change it.`);
  const part = (from: number, to?: number) => asWordIds({ x: all.x.slice(from, to), y: all.y.slice(from, to) });
  return { train: part(0, kept), test: part(kept), classNames };
}

function checkSplit(testSplit: number): void {
  if (!(testSplit > 0 && testSplit < 1)) throw new Error(`reuters: expected testSplit between 0 and 1, received ${testSplit}.`);
}

/** The digests are those in Keras's own loader. */
const idFile: KerasFile = {
  name: "reuters",
  mirrors: kerasMirrors,
  file: {
    name: "reuters.npz",
    size: 2110848,
    checksum: { algorithm: "sha256", digest: "d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916" },
  },
};

const indexFile: KerasFile = {
  name: "reuters",
  mirrors: kerasMirrors,
  file: { name: "reuters_word_index.json", size: 550378, checksum: { algorithm: "md5", digest: "4d44cc38712099c9e383dc6e5f11a921" } },
};

/** In the order of Keras's `get_label_names`. */
const classNames = [
  "cocoa grain veg-oil earn acq wheat copper housing money-supply coffee sugar trade reserves ship cotton carcass crude nat-gas cpi",
  "money-fx interest gnp meal-feed alum oilseed gold tin strategic-metal livestock retail ipi iron-steel rubber heat jobs lei bop zinc",
  "orange pet-chem dlr gas silver wpi hog lead",
]
  .join(" ")
  .split(" ");
