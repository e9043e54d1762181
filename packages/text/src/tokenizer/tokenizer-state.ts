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

const mapNames = ["wordCounts", "wordDocs", "wordIndex", "indexWord", "indexDocs"] as const;

/** A state as plain JSON: maps as lists of pairs, which keep the order of words that look like numbers. */
export const writeState = (state: TokenizerState): JsonObject => ({
  documentCount: state.documentCount,
  ...Object.fromEntries(mapNames.map((name) => [name, [...state[name]]])),
});

/**
 * The inverse of `writeState`.
 *
 * @throws when a part is missing or of another form
 */
export function readState(stored: JsonObject): TokenizerState {
  const { documentCount } = stored;
  if (typeof documentCount !== "number")
    throw new TypeError(`tokenizer: expected state.documentCount to be a number, received ${shown(documentCount)}.`);
  return {
    documentCount,
    wordCounts: pairs(stored, "wordCounts", isText, isNumber),
    wordDocs: pairs(stored, "wordDocs", isText, isNumber),
    wordIndex: pairs(stored, "wordIndex", isText, isNumber),
    indexWord: pairs(stored, "indexWord", isNumber, isText),
    indexDocs: pairs(stored, "indexDocs", isNumber, isNumber),
  };
}

const isText = (value: JsonValue | undefined): value is string => typeof value === "string";
const isNumber = (value: JsonValue | undefined): value is number => typeof value === "number";

function pairs<Key, Value>(
  stored: JsonObject,
  name: string,
  isKey: (value: JsonValue | undefined) => value is Key & JsonValue,
  isValue: (value: JsonValue | undefined) => value is Value & JsonValue,
): Map<Key, Value> {
  const list = stored[name];
  const map = new Map<Key, Value>();
  for (const pair of Array.isArray(list) ? (list as readonly JsonValue[]) : [null]) {
    const [key, value]: readonly JsonValue[] = Array.isArray(pair) ? pair : [];
    if (!isKey(key) || !isValue(value))
      throw new TypeError(`tokenizer: expected state.${name} to be a list of pairs. Was the config written by a tokenizer?`);
    map.set(key, value);
  }
  return map;
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
