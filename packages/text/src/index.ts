export { textPreprocessorFromConfig, textTokenizerFromConfig } from "./from-config.ts";
export type { JsonObject, JsonValue, TextConfig } from "./config.ts";
export type { EncodedIds, EncodedNumbers, EncodedTexts, TextPreprocessor, TextTokenizer } from "./text-preprocessor.ts";
