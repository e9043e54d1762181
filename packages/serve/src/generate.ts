import { sampler } from "@tidu/text";
import type { Sampler, SamplerOptions, TextPreprocessor } from "@tidu/text";
import { distribution } from "./classify.ts";
import { printed } from "./input-rows.ts";
import type { ModelFile } from "./model-file.ts";
import type { Numbers } from "./numbers.ts";

export interface GenerateOptions {
  /** How many ids are added, at most: an end id ends it earlier. Default: 100. */
  readonly length?: number;
  /** How each is chosen: the options of @tidu/text's `sampler`, or one. Default: drawn from the model's probabilities. */
  readonly sample?: Sampler | SamplerOptions;
}

/** Preprocessing whose ids turn back to texts. */
interface Decoding extends TextPreprocessor {
  readonly vocabularySize: number;
  decode(rows: Iterable<Iterable<number>>): string[];
}

/**
 * Goes on with a text: the model gives numbers for what follows, one id is chosen, and joins what the model is given next.
 *
 * @param run the model: ids [1, time] to numbers for the ids that may follow, [1, time, ids] or [1, ids]
 * @returns what was added, without the prompt
 * @throws when the file is no language model with a vocabulary
 */
export async function generated(
  prompt: string,
  { length = 100, sample = {} }: GenerateOptions,
  file: ModelFile,
  preprocessing: TextPreprocessor | undefined,
  run: (ids: readonly number[]) => Promise<Numbers>,
): Promise<string> {
  const decoding = decodingOf(file, preprocessing);
  if (!Number.isInteger(length) || length < 1)
    throw new RangeError(`generate: expected length to be an integer of at least 1, received ${length}.`);
  const choose = typeof sample === "function" ? sample : sampler(sample);
  const { end, ids } = promptIds(decoding, prompt);
  const fixed = file.inputs[0]?.shape[1];
  const longest = typeof fixed === "number" ? fixed : (file.longestSequence ?? decoding.row.shape[0] ?? Infinity);
  const added: number[] = [];
  while (added.length < length) {
    const context = [...ids, ...added].slice(-longest);
    const filling = Array.from({ length: typeof fixed === "number" ? fixed - context.length : 0 }, () => 0);
    const whole = file.outputs[0]?.shape.length === 3;
    const output = await run(whole ? [...context, ...filling] : [...filling, ...context]);
    const next = choose(following(output, context.length - 1, file, decoding.vocabularySize), [...ids, ...added]);
    if (next === end) break;
    added.push(next);
  }
  return decoding.decode([added])[0] ?? "";
}

/** Log probabilities of the ids that may follow. */
function following({ shape, data }: Numbers, position: number, { outputKind }: ModelFile, vocabularySize: number): readonly number[] {
  const width = shape.at(-1) ?? 1;
  const start = shape.length === 3 ? position * width : 0;
  const numbers = Array.from(data.subarray(start, start + width), Number);
  return distribution(numbers, outputKind).map((probability, id) => (id < vocabularySize ? Math.log(probability) : -Infinity));
}

function decodingOf({ inputs, outputs }: ModelFile, preprocessing: TextPreprocessor | undefined): Decoding {
  if (preprocessing === undefined)
    throw new Error("generate: the file has no preprocessing, which turns texts into ids and back. Export it with { preprocessing }.");
  if (!isDecoding(preprocessing))
    throw new Error(
      `generate: ${preprocessing.config.kind} gives no ids that turn back to a text. Use textSequence, or textVectorization with outputMode "int".`,
    );
  const [input, output] = [inputs[0], outputs[0]];
  const classes = output?.shape.at(-1);
  const isLanguageModel = inputs.length === 1 && output !== undefined && (output.shape.length === 2 || output.shape.length === 3);
  if (!isLanguageModel || input === undefined || typeof classes !== "number" || classes < preprocessing.vocabularySize)
    throw new Error(
      `generate: expected a language model, from ids [batch, time] to numbers for ${preprocessing.vocabularySize} ids, [batch, time, ids] or [batch, ids]; this file gives ${output === undefined ? "nothing" : printed(output)}.`,
    );
  return preprocessing;
}

const isDecoding = (preprocessing: TextPreprocessor): preprocessing is Decoding =>
  preprocessing.row.dtype === "int32" &&
  preprocessing.row.shape.length === 1 &&
  "decode" in preprocessing &&
  "vocabularySize" in preprocessing;

/** The ids of the prompt, without what ends or fills up a row behind it. */
function promptIds(preprocessing: Decoding, prompt: string): { readonly end: number | undefined; readonly ids: readonly number[] } {
  if (prompt === "") throw new Error("generate: the prompt is empty. Give it at least one character to go on from.");
  const { kind, options } = preprocessing.config;
  const ids = Array.from(preprocessing.encode([prompt]).data);
  const fillsBehind = kind === "textVectorization" || options["padding"] === "post";
  const filling = typeof options["value"] === "number" ? options["value"] : 0;
  while (fillsBehind && ids.at(-1) === filling) ids.pop();
  const end = typeof options["end"] === "number" ? options["end"] : undefined;
  if (end !== undefined && ids.at(-1) === end) ids.pop();
  if (ids.length === 0) throw new Error(`generate: the prompt ${JSON.stringify(prompt)} has no token of the vocabulary.`);
  return { end, ids };
}
