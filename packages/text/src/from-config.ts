import { isTextConfig } from "./config.ts";
import { shown } from "./check-options.ts";
import type { TextConfig } from "./config.ts";
import { hashingFromConfig } from "./preprocessing/hashing.ts";
import { stringLookupFromConfig } from "./preprocessing/string-lookup.ts";
import { textVectorizationFromConfig } from "./preprocessing/text-vectorization.ts";
import type { TextPreprocessor, TextTokenizer } from "./text-preprocessor.ts";

/** Makes again what a config describes. */
type Makers<Made> = Readonly<Record<string, (config: TextConfig) => Made>>;

const preprocessors: Makers<TextPreprocessor> = {
  hashing: hashingFromConfig,
  stringLookup: stringLookupFromConfig,
  textVectorization: textVectorizationFromConfig,
};

const tokenizers: Makers<TextTokenizer> = {};

/**
 * The preprocessor that a config describes: the inverse of its `config`, also after a way through JSON.
 *
 * @throws when the kind is unknown, or the config is none
 */
export const textPreprocessorFromConfig = (config: TextConfig): TextPreprocessor => make("text preprocessor", preprocessors, config);

/**
 * The tokenizer that a config describes: the inverse of its `config`, also after a way through JSON.
 *
 * @throws when the kind is unknown, or the config is none
 */
export const textTokenizerFromConfig = (config: TextConfig): TextTokenizer => make("text tokenizer", tokenizers, config);

function make<Made>(what: string, makers: Makers<Made>, config: TextConfig): Made {
  if (!isTextConfig(config)) throw new TypeError(`${what}: expected { kind, options, state }, received ${shown(config)}.`);
  const maker = Object.hasOwn(makers, config.kind) ? makers[config.kind] : undefined;
  if (maker !== undefined) return maker(config);
  throw new Error(`${what}: there is no kind "${config.kind}". Kinds: ${Object.keys(makers).join(", ")}.`);
}
