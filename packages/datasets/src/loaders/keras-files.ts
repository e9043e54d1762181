import { fetchFiles } from "../download/fetch-files.ts";
import { readDataDir } from "../download/read-data-dir.ts";
import type { DownloadOptions, RemoteFile } from "../download/remote-file.ts";
import { gunzip } from "../formats/gunzip.ts";
import { parseNpz } from "../formats/npy.ts";
import type { NpyArray } from "../formats/npy.ts";
import { textOf } from "../text/read-text.ts";
import type { RankedTexts } from "./word-ids.ts";

/** A file that Keras's loaders download, and the loader that it belongs to. */
export interface KerasFile {
  readonly name: string;
  readonly mirrors: readonly string[];
  readonly file: RemoteFile;
}

/** Where Keras keeps the files of its data sets. */
export const kerasMirrors: readonly string[] = [
  "https://storage.googleapis.com/tensorflow/tf-keras-datasets",
  "https://s3.amazonaws.com/text-datasets",
];

/** The bytes of one of Keras's files: downloaded, or from `dataDir`. */
async function bytesOf({ name, mirrors, file }: KerasFile, options: DownloadOptions): Promise<Uint8Array> {
  const [found] =
    options.dataDir === undefined
      ? (await fetchFiles({ name, mirrors, files: [file] }, options)).map((bytes) => ({ bytes }))
      : await readDataDir(name, options.dataDir, [[file.name]]);
  return found?.bytes ?? new Uint8Array();
}

/** Texts as Keras's files hold them: the arrays of ranks and of classes, by name. */
export async function rankedTexts(
  remote: KerasFile,
  parts: readonly (readonly [ranks: string, classes: string])[],
  classes: number,
  options: DownloadOptions,
): Promise<readonly RankedTexts[]> {
  const source = `${remote.name}: ${remote.file.name}`;
  const arrays = await parseNpz(source, await bytesOf(remote, options));
  const arrayOf = (name: string): NpyArray => {
    const found = arrays.get(name);
    if (found === undefined) throw new Error(`${source}: expected an array ${name}, received ${[...arrays.keys()].join(", ")}.`);
    return found;
  };
  return parts.map(([ranks, labels]) => {
    const [x, y] = [arrayOf(ranks), arrayOf(labels)];
    if (!("lists" in x) || !("numbers" in y)) throw new Error(`${source}: expected lists of ranks in ${ranks} and numbers in ${labels}.`);
    if (x.lists.length !== y.numbers.length)
      throw new Error(`${source}: expected a class for each text, received ${x.lists.length} texts and ${y.numbers.length} classes.`);
    const wrong = y.numbers.findIndex((label) => label < 0 || label >= classes);
    if (wrong >= 0)
      throw new Error(`${source}: expected classes from 0 to ${classes - 1}, received ${y.numbers[wrong]} at position ${wrong}.`);
    return { x: x.lists, y: y.numbers };
  });
}

/** The ranks of words, from 1, as Keras's JSON files hold them. */
export async function wordRanks(remote: KerasFile, options: DownloadOptions): Promise<ReadonlyMap<string, number>> {
  const source = `${remote.name}: ${remote.file.name}`;
  const text = textOf(source, await gunzip(source, await bytesOf(remote, options)));
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Error(`${source}: no valid JSON (${error instanceof Error ? error.message : String(error)}).`, { cause: error });
  }
  const entries = typeof content === "object" && content !== null && !Array.isArray(content) ? Object.entries(content) : [];
  const ranks = entries.filter((entry): entry is [string, number] => Number.isInteger(entry[1]));
  if (ranks.length === 0 || ranks.length !== entries.length) throw new Error(`${source}: expected an object of words and their ranks.`);
  return new Map(ranks);
}
