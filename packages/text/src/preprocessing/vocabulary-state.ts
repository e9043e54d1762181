import type { JsonObject, JsonValue } from "../config.ts";
import { shown } from "../check-options.ts";
import type { LookupVocabulary } from "./lookup-vocabulary.ts";

/** What a file holds of a vocabulary: all words, special ones first, and their weights. Empty before there is one. */
export const vocabularyState = (vocabulary: LookupVocabulary | undefined): JsonObject =>
  vocabulary === undefined
    ? {}
    : { vocabulary: vocabulary.words, ...(vocabulary.idfWeights !== undefined && { idfWeights: vocabulary.idfWeights }) };

/** The options of a vocabulary that a file holds. */
export interface StoredVocabulary {
  readonly vocabulary?: readonly string[];
  readonly idfWeights?: readonly number[];
}

/**
 * The vocabulary in the state of a config.
 *
 * @throws when it is no list of words
 */
export function stateOf(where: string, { vocabulary, idfWeights }: JsonObject): StoredVocabulary {
  return {
    ...(vocabulary !== undefined && { vocabulary: listOf(where, "vocabulary", vocabulary, isString) }),
    ...(idfWeights !== undefined && { idfWeights: listOf(where, "idfWeights", idfWeights, isNumber) }),
  };
}

const isString = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => typeof value === "number";

function listOf<Item>(where: string, name: string, value: JsonValue, isItem: (item: unknown) => item is Item): readonly Item[] {
  if (!Array.isArray(value)) throw new TypeError(`${where}: the config's ${name} is ${shown(value)}, not a list.`);
  const items: readonly unknown[] = value;
  const list = items.filter(isItem);
  if (list.length < items.length)
    throw new TypeError(`${where}: the config's ${name} holds ${shown(items.find((item) => !isItem(item)))}.`);
  return list;
}
