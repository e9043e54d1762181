import { shown } from "../check-options.ts";
import { isJsonObject } from "../config.ts";
import { readKerasState, readState } from "./tokenizer-state.ts";
import { Tokenizer } from "./tokenizer.ts";
import type { JsonObject, TextConfig } from "../config.ts";
import type { TokenizerOptions } from "./tokenizer.ts";
import { vocabularyKind } from "../subword/vocabulary-kind.ts";

/**
 * The tokenizer of a file that Keras's `Tokenizer.to_json` wrote, or `toJson`.
 *
 * @throws when the file is of another kind, saying what it looks like
 * @example
 * const copy = tokenizerFromJson(words.toJson());
 */
export function tokenizerFromJson(json: string): Tokenizer {
  const parsed = parse(json);
  const config = isJsonObject(parsed) && parsed["class_name"] === "Tokenizer" ? parsed["config"] : undefined;
  if (!isJsonObject(config)) {
    throw new TypeError(
      `tokenizerFromJson: expected a file of Keras's Tokenizer ({ class_name: "Tokenizer", config }), received ${vocabularyKind(json)}.`,
    );
  }
  return new Tokenizer(kerasOptions(config), readKerasState(config));
}

/** The tokenizer that its own `config` describes. */
export const tokenizerFromConfig = ({ options, state }: TextConfig): Tokenizer => new Tokenizer(options, readState(state));

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function kerasOptions(config: JsonObject): TokenizerOptions {
  const named = {
    numWords: option(config, "num_words", "number"),
    filters: option(config, "filters", "string"),
    lower: option(config, "lower", "boolean"),
    split: option(config, "split", "string"),
    charLevel: option(config, "char_level", "boolean"),
    oovToken: option(config, "oov_token", "string"),
  };
  // Keras takes num_words 0 for none.
  return Object.fromEntries(Object.entries(named).filter(([name, value]) => value !== undefined && !(name === "numWords" && value === 0)));
}

/** An option of the file; undefined where the file says null or nothing. */
function option(config: JsonObject, name: string, type: "number" | "string" | "boolean"): JsonObject[string] | undefined {
  const value = config[name] ?? undefined;
  if (value === undefined || typeof value === type) return value;
  throw new TypeError(`tokenizerFromJson: expected config.${name} to be a ${type}, received ${shown(value)}.`);
}
