import { isTextConfig } from "./config.ts";
import { shown } from "./check-options.ts";
import type { TextConfig } from "./config.ts";
import { charVocabularyFromConfig } from "./characters/char-vocabulary.ts";
import { hashingFromConfig } from "./preprocessing/hashing.ts";
import { stringLookupFromConfig } from "./preprocessing/string-lookup.ts";
import { textVectorizationFromConfig } from "./preprocessing/text-vectorization.ts";
import { sentenceSequence } from "./sequences/sentence-sequence.ts";
import { textSequence } from "./sequences/text-sequence.ts";
import { bytePairFromConfig } from "./subword/byte-pair.ts";
import { unigramFromConfig } from "./subword/unigram.ts";
import { wordPieceFromConfig } from "./subword/word-piece.ts";
import { tokenizerFromConfig } from "./tokenizer/from-json.ts";
import type { TextPreprocessor, TextTokenizer } from "./text-preprocessor.ts";

/** Makes again what a config describes. */
type Makers<Made> = Readonly<Record<string, (config: TextConfig) => Made>>;

const preprocessors: Makers<TextPreprocessor> = {
  hashing: hashingFromConfig,
  sentenceSequence: ({ options, state }) => sentenceSequence({ ...options, tokenizer: textTokenizerFromConfig(state["tokenizer"]) }),
  stringLookup: stringLookupFromConfig,
  textSequence: ({ options, state }) => textSequence({ ...options, tokenizer: textTokenizerFromConfig(state["tokenizer"]) }),
  textVectorization: textVectorizationFromConfig,
};

const tokenizers: Makers<TextTokenizer> = {
  bytePair: bytePairFromConfig,
  charVocabulary: charVocabularyFromConfig,
  tokenizer: tokenizerFromConfig,
  unigram: unigramFromConfig,
  wordPiece: wordPieceFromConfig,
};

/**
 * The preprocessor that a config describes: the inverse of its `config`, also after a way through JSON.
 *
 * @throws when the kind is unknown, or the config is none
 */
export const textPreprocessorFromConfig = (config: unknown): TextPreprocessor => make("text preprocessor", preprocessors, config);

/**
 * The tokenizer that a config describes: the inverse of its `config`, also after a way through JSON.
 *
 * @throws when the kind is unknown, or the config is none
 */
export const textTokenizerFromConfig = (config: unknown): TextTokenizer => make("text tokenizer", tokenizers, config);

function make<Made>(what: string, makers: Makers<Made>, config: unknown): Made {
  if (!isTextConfig(config)) throw new TypeError(`${what}: expected { kind, options, state }, received ${shown(config)}.`);
  const maker = Object.hasOwn(makers, config.kind) ? makers[config.kind] : undefined;
  if (maker !== undefined) return maker(config);
  throw new Error(`${what}: there is no kind "${config.kind}". Kinds: ${Object.keys(makers).join(", ")}.`);
}
