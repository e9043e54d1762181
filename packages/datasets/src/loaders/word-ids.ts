import { unknownName } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import type { DownloadOptions } from "../download/remote-file.ts";
import { numpyOrders } from "./numpy-orders.ts";

/** How words become ids: the options of Keras's `imdb.load_data`, with its defaults. */
export interface WordIdOptions extends DownloadOptions {
  /** Ids from this on become `oovChar`: with the default `indexFrom`, the `numWords - 4` most frequent words are kept. Default: the highest id. */
  readonly numWords?: number | undefined;
  /** Ids below this become `oovChar`, those of the most frequent words; default 0. */
  readonly skipTop?: number;
  /** Texts of this many ids or more, the start included, are left out; default: none is. */
  readonly maxlen?: number | undefined;
  /** Of the order of the texts, which is NumPy's; default 113. */
  readonly seed?: number;
  /** Begins every text; null for none; default 1. (0 is for padding.) */
  readonly startChar?: number | null;
  /** Stands for a word that is left out; null leaves it away; default 2. */
  readonly oovChar?: number | null;
  /** Is added to the rank of a word, which counts from 1: the most frequent word has the id 4 by default. Default 3. */
  readonly indexFrom?: number;
}

/** Texts as ids, with the class of each. */
export interface WordIds {
  /** A list of ids for each text; pad them to one length before training. */
  readonly x: readonly (readonly number[])[];
  /** int32 [texts] */
  readonly y: TensorData<"int32">;
}

/** Texts as ranks of their words, from 1, with the class of each. */
export interface RankedTexts {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
}

type Checked = Required<Pick<WordIdOptions, "skipTop" | "seed" | "startChar" | "oovChar" | "indexFrom">> &
  Pick<WordIdOptions, "numWords" | "maxlen">;

/**
 * Keras's `imdb.load_data`, step by step: each part in the order of the seed, a start, ids from `indexFrom`, long texts left out, and
 * rare or frequent words replaced.
 *
 * @param where the public function that asks
 * @throws when an option is no integer, or `maxlen` leaves no text of a part
 */
export function wordIds(where: string, parts: readonly RankedTexts[], options: WordIdOptions): readonly RankedTexts[] {
  const checked = check(where, options);
  const orderOf = numpyOrders(where, checked.seed);
  const begun = parts.map(({ x, y }) => {
    const rows = Array.from(orderOf(x.length), (row) => ({ x: started(x[row] ?? [], checked), y: y[row] ?? 0 }));
    return rows.filter((row) => checked.maxlen === undefined || row.x.length < checked.maxlen);
  });
  if (begun.some(({ length }) => length === 0))
    throw new Error(`${where}: no text is shorter than maxlen ${checked.maxlen}. Increase maxlen.`);
  // Keras's limit without numWords: the highest id itself is out then.
  const limit = checked.numWords ?? begun.flat().reduce((most, { x }) => x.reduce((a, b) => Math.max(a, b), most), 0);
  return begun.map((rows) => ({ x: rows.map((row) => limited(row.x, limit, checked)), y: rows.map(({ y }) => y) }));
}

/** As what a model takes. */
export const asWordIds = ({ x, y }: RankedTexts): WordIds => ({ x, y: { dtype: "int32", shape: [y.length], data: Int32Array.from(y) } });

function started(ranks: readonly number[], { startChar, indexFrom }: Checked): readonly number[] {
  const ids = ranks.map((rank) => rank + indexFrom);
  return startChar === null ? ids : [startChar, ...ids];
}

function limited(ids: readonly number[], limit: number, { skipTop, oovChar }: Checked): readonly number[] {
  const isKept = (id: number): boolean => id >= skipTop && id < limit;
  return oovChar === null ? ids.filter(isKept) : ids.map((id) => (isKept(id) ? id : oovChar));
}

const integerNames = ["numWords", "skipTop", "maxlen", "seed", "startChar", "oovChar", "indexFrom"] as const;
const otherNames = ["dataDir", "cacheDir", "mirrors", "onProgress", "signal", "source", "testSplit"] as const;

function check(where: string, options: WordIdOptions): Checked {
  const names: readonly string[] = [...integerNames, ...otherNames];
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`${where}: ${unknownName("option", unknown, names)}`);
  for (const name of integerNames) {
    const value = options[name];
    const least = name === "numWords" || name === "maxlen" ? 1 : 0;
    if (value !== undefined && value !== null && !(Number.isInteger(value) && value >= least))
      throw new Error(`${where}: expected ${name} to be an integer from ${least}, received ${value}.`);
  }
  const { numWords, maxlen, skipTop = 0, seed = 113, startChar = 1, oovChar = 2, indexFrom = 3 } = options;
  return { numWords, maxlen, skipTop, seed, startChar, oovChar, indexFrom };
}
