import { textPreprocessorFromConfig, textTokenizerFromConfig } from "@tidu/text";
import type { TextPreprocessor } from "@tidu/text";

/** Preprocessing whose ids turn back to texts. */
export interface Decoding extends TextPreprocessor {
  readonly vocabularySize: number;
  decode(rows: Iterable<Iterable<number>>): string[];
}

/** What a text goes on from, and how its rows are made. */
export interface Prompt {
  /** Those of the text, behind the start id where there is one. */
  readonly ids: readonly number[];
  /** Whether rows begin with an id of their own: they are whole texts, not pieces of a longer one. */
  readonly starts: boolean;
  /** The id that ends a text. */
  readonly end: number | undefined;
  /** The id that fills rows up, behind the text or before it. */
  readonly filling: number;
  readonly fillsBehind: boolean;
}

export const isDecoding = (preprocessing: TextPreprocessor): preprocessing is Decoding =>
  preprocessing.row.dtype === "int32" &&
  preprocessing.row.shape.length === 1 &&
  "decode" in preprocessing &&
  "vocabularySize" in preprocessing;

/**
 * The ids of a prompt, without what ends or fills up a row behind it.
 *
 * @throws when it is empty and texts have no start id, or has no token of the vocabulary
 */
export function promptOf(preprocessing: Decoding, text: string): Prompt {
  const { kind, options, state } = preprocessing.config;
  const [start, end] = [idOf(options["start"]), idOf(options["end"])];
  const sequence = kind === "textSequence";
  if (text === "" && start === undefined)
    throw new Error(
      "generate: the prompt is empty, and texts of this model have no start id. Give it at least one character to go on from.",
    );
  const tokens = text === "" ? [] : Array.from(bare(preprocessing).encode([text]).data);
  if (text !== "" && tokens.length === 0) throw new Error(`generate: the prompt ${JSON.stringify(text)} has no token of the vocabulary.`);
  return {
    ids: [...(start === undefined ? [] : [start]), ...tokens],
    starts: start !== undefined,
    end,
    filling: idOf(options["value"]) ?? (sequence ? textTokenizerFromConfig(state["tokenizer"]).padId : undefined) ?? 0,
    fillsBehind: kind === "textVectorization" || options["padding"] === "post",
  };
}

const idOf = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

/** What makes a row one of a fixed length, by the kind of preprocessing. */
const around: Readonly<Record<string, readonly string[]>> = {
  textSequence: ["maxlen", "padding", "truncating", "start", "end"],
  textVectorization: ["outputSequenceLength"],
};

/** The preprocessing that gives the ids of a text and nothing else. */
function bare(preprocessing: Decoding): TextPreprocessor {
  const { kind, options, state } = preprocessing.config;
  const leftOut = Object.hasOwn(around, kind) ? around[kind] : undefined;
  if (leftOut === undefined) return preprocessing;
  const left = Object.entries(options).filter(([name]) => !leftOut.includes(name));
  return textPreprocessorFromConfig({ kind, options: Object.fromEntries(left), state });
}
