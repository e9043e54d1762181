import { isJsonObject } from "../config.ts";
import { shown } from "../check-options.ts";
import type { JsonObject, JsonValue } from "../config.ts";

/** What a tokenizer learned of texts. Maps, because words may be called `constructor` or `2019`. */
export interface TokenizerState {
  documentCount: number;
  /** How often each word occurred, in the order of first occurrence. */
  wordCounts: Map<string, number>;
  /** In how many texts each word occurred. */
  wordDocs: Map<string, number>;
  /** The id of each word, from 1, frequent words first. */
  wordIndex: Map<string, number>;
  /** The word of each id. */
  indexWord: Map<number, string>;
  /** In how many texts each id occurred. */
  indexDocs: Map<number, number>;
}

export const emptyState = (): TokenizerState => ({
  documentCount: 0,
  wordCounts: new Map(),
  wordDocs: new Map(),
  wordIndex: new Map(),
  indexWord: new Map(),
  indexDocs: new Map(),
});

/** A state as plain JSON, each word once: its count, its texts and its id stand at its place in lists of their own. */
export function writeState({ documentCount, wordCounts, wordDocs, wordIndex, indexWord, indexDocs }: TokenizerState): JsonObject {
  const words = [...wordCounts.keys()];
  return {
    documentCount,
    words,
    counts: [...wordCounts.values()],
    docs: words.map((word) => wordDocs.get(word) ?? 0),
    ids: words.map((word) => wordIndex.get(word) ?? 0),
    otherWords: [...wordIndex].filter(([word]) => !wordCounts.has(word)),
    // What follows from the lists is left out: mostly all of it.
    otherIds: [...indexWord].filter(([id, word]) => wordIndex.get(word) !== id),
    otherDocs: [...indexDocs].filter(([id, count]) => count !== wordDocs.get(indexWord.get(id) ?? "")),
  };
}

/**
 * The inverse of `writeState`.
 *
 * @throws when a part is missing or of another form
 */
export function readState(stored: JsonObject): TokenizerState {
  const { documentCount } = stored;
  if (!isNumber(documentCount))
    throw new TypeError(`tokenizer: expected state.documentCount to be a number, received ${shown(documentCount)}.`);
  const words = list(stored, "words", isText);
  const column = (name: string): [string, number][] => {
    const numbers = list(stored, name, isNumber);
    return words.map((word, i): [string, number] => [word, numbers[i] ?? 0]).filter(([, number]) => number !== 0);
  };
  const wordDocs = column("docs");
  const byId = [...column("ids"), ...pairs(stored, "otherWords", isText, isNumber)].toSorted(([, one], [, other]) => one - other);
  const wordIndex = new Map(byId);
  return {
    documentCount,
    wordCounts: new Map(column("counts")),
    wordDocs: new Map(wordDocs),
    wordIndex,
    indexWord: new Map([...byId.map(([word, id]): [number, string] => [id, word]), ...pairs(stored, "otherIds", isNumber, isText)]),
    indexDocs: new Map([
      ...wordDocs.map(([word, count]): [number, number] => [wordIndex.get(word) ?? 0, count]).filter(([id]) => id !== 0),
      ...pairs(stored, "otherDocs", isNumber, isNumber),
    ]),
  };
}

const isText = (value: JsonValue | undefined): value is string => typeof value === "string";
const isNumber = (value: JsonValue | undefined): value is number => typeof value === "number";

function list<Item extends JsonValue>(
  stored: JsonObject,
  name: string,
  isItem: (value: JsonValue | undefined) => value is Item,
): readonly Item[] {
  const items = stored[name];
  if (Array.isArray(items) && items.every(isItem)) return items;
  throw new TypeError(`tokenizer: expected state.${name} to be a list, received ${shown(items)}. Was the config written by a tokenizer?`);
}

function pairs<Key extends JsonValue, Value extends JsonValue>(
  stored: JsonObject,
  name: string,
  isKey: (value: JsonValue | undefined) => value is Key,
  isValue: (value: JsonValue | undefined) => value is Value,
): readonly (readonly [Key, Value])[] {
  const isPair = (pair: JsonValue | undefined): pair is readonly [Key, Value] => Array.isArray(pair) && isKey(pair[0]) && isValue(pair[1]);
  return list(stored, name, isPair);
}

/** The dictionaries of Keras's file as maps, in the order in which the file has them. */
export function readKerasState(config: JsonObject): TokenizerState {
  const count = config["document_count"];
  return {
    documentCount: typeof count === "number" ? count : 0,
    wordCounts: wordNumbers(config, "word_counts"),
    wordDocs: wordNumbers(config, "word_docs"),
    wordIndex: wordNumbers(config, "word_index"),
    indexWord: new Map(Object.entries(dictionary(config, "index_word").parsed).map(([id, word]) => [Number(id), isText(word) ? word : ""])),
    indexDocs: new Map([...wordNumbers(config, "index_docs")].map(([id, count]) => [Number(id), count])),
  };
}

/** What Keras's file has: each dictionary as JSON in a string. */
export const writeKerasState = (state: TokenizerState): JsonObject => ({
  document_count: state.documentCount,
  word_counts: writeDictionary(state.wordCounts),
  word_docs: writeDictionary(state.wordDocs),
  index_docs: writeDictionary(state.indexDocs),
  index_word: writeDictionary(state.indexWord),
  word_index: writeDictionary(state.wordIndex),
});

/** Written by hand: an object would put words that look like numbers first. */
const writeDictionary = (map: ReadonlyMap<string | number, string | number>): string =>
  `{${Array.from(map, ([key, value]) => `${JSON.stringify(String(key))}: ${JSON.stringify(value)}`).join(", ")}}`;

/** Read by a pattern for the same reason. */
function wordNumbers(config: JsonObject, name: string): Map<string, number> {
  const { text, parsed } = dictionary(config, name);
  const map = new Map<string, number>();
  for (const [, key = "", value] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:\s*(\d+)/g)) {
    map.set(JSON.parse(key) as string, Number(value));
  }
  if (map.size === Object.keys(parsed).length) return map;
  throw new TypeError(
    `tokenizerFromJson: expected config.${name} to have a count for each word. Was the file written by Keras's Tokenizer?`,
  );
}

function dictionary(config: JsonObject, name: string): { text: string; parsed: JsonObject } {
  const text = config[name];
  const parsed: unknown = isText(text) ? JSON.parse(text) : undefined;
  if (isText(text) && isJsonObject(parsed)) return { text, parsed };
  throw new TypeError(`tokenizerFromJson: expected config.${name} to be a dictionary in a string, received ${shown(text)}.`);
}
