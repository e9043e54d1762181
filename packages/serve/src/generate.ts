import { sampler } from "@tidu/text";
import type { Sampler, SamplerOptions } from "@tidu/text";
import { distribution } from "./classify.ts";
import { inputRows, namedRows, printed, rowCount } from "./input-rows.ts";
import type { RowsByInput } from "./input-rows.ts";
import type { FileValue, ModelFile } from "./model-file.ts";
import type { Numbers } from "./numbers.ts";
import { isDecoding, promptOf } from "./prompt.ts";
import type { Decoding, Prompt } from "./prompt.ts";

export interface GenerateOptions {
  /** How many ids are added, at most: an end id ends it earlier. Default: 100. */
  readonly length?: number;
  /** How each is chosen: the options of @tidu/text's `sampler`, or one. Default: drawn from the model's probabilities. */
  readonly sample?: Sampler | SamplerOptions;
  /** What the other inputs hold, one row each, by their names: the text to translate, say. Default: there are none. */
  readonly inputs?: RowsByInput;
}

/**
 * Goes on with a text: the model gives numbers for what follows, one id is chosen, and joins what the model is given next.
 *
 * @param run the model: of ids [1, time], numbers for the ids that may follow, [1, time, ids] or [1, ids]
 * @returns what was added, without the prompt: the prompt and it are the whole text
 * @throws when the file is no language model with a vocabulary, or other inputs have nothing or not one row
 */
export async function generated(
  text: string,
  { length = 100, sample = {}, inputs = {} }: GenerateOptions,
  file: ModelFile,
  run: (values: ReadonlyMap<string, Numbers>) => Promise<Numbers>,
): Promise<string> {
  const input = growingInput(file);
  const decoding = decodingOf(file, input);
  if (!Number.isInteger(length) || length < 1)
    throw new RangeError(`generate: expected length to be an integer of at least 1, received ${length}.`);
  const choose = typeof sample === "function" ? sample : sampler(sample);
  const others = otherRows(file, input, inputs);
  const prompt = promptOf(decoding, text);
  const [, fixed] = input.shape;
  const longest = typeof fixed === "number" ? fixed : (file.longestSequences.get(input.name) ?? decoding.row.shape[0] ?? Infinity);
  // A row with a start is a whole text, which ends where there is no more room; any other is a piece, from which the oldest ids go.
  const room = prompt.starts ? longest - prompt.ids.length : Infinity;
  if (room < 0)
    throw new RangeError(`generate: a prompt of ${prompt.ids.length} ids leaves no room, the model takes up to ${longest}. Shorten it.`);
  const added: number[] = [];
  while (added.length < Math.min(length, room)) {
    const context = [...prompt.ids, ...added].slice(-longest);
    const { row, last } = filled(context, typeof fixed === "number" ? fixed : context.length, prompt, file);
    const ids = namedRows("generate", { shape: [1, row.length], data: row }, input);
    const output = await run(new Map([...others, [input.name, ids]]));
    const next = choose(following(output, last, file, decoding.vocabularySize), [...prompt.ids, ...added]);
    if (next === prompt.end) break;
    added.push(next);
  }
  return behind(decoding, prompt.ids, added);
}

/** The text of what was added, with the space that words have before them. */
function behind(decoding: Decoding, before: readonly number[], added: readonly number[]): string {
  const [whole = "", start = "", rest = ""] = decoding.decode([[...before, ...added], before, added]);
  return whole.startsWith(start) ? whole.slice(start.length) : rest;
}

/** Ids as a row of a length, and where the last of them stands. Scores for every position are read before what fills up. */
function filled(
  context: readonly number[],
  length: number,
  { filling, fillsBehind }: Prompt,
  { outputs }: ModelFile,
): { readonly row: readonly number[]; readonly last: number } {
  const rest = Array.from({ length: length - context.length }, () => filling);
  return fillsBehind || outputs[0]?.shape.length === 3
    ? { row: [...context, ...rest], last: context.length - 1 }
    : { row: [...rest, ...context], last: length - 1 };
}

/** Log probabilities of the ids that may follow. */
function following({ shape, data }: Numbers, position: number, { outputKind }: ModelFile, vocabularySize: number): readonly number[] {
  const width = shape.at(-1) ?? 1;
  const start = shape.length === 3 ? position * width : 0;
  const numbers = Array.from(data.subarray(start, start + width), Number);
  return distribution(numbers, outputKind).map((probability, id) => (id < vocabularySize ? Math.log(probability) : -Infinity));
}

function growingInput({ inputs, generates }: ModelFile): FileValue {
  const [only] = inputs;
  const input = generates === undefined && inputs.length === 1 ? only : inputs.find(({ name }) => name === generates);
  if (input === undefined)
    throw new Error(
      `generate: the file does not say which of its inputs (${inputs.map(({ name }) => name).join(", ")}) goes on. Export it with { generates }.`,
    );
  return input;
}

function decodingOf({ outputs, preprocessings }: ModelFile, input: FileValue): Decoding {
  const preprocessing = preprocessings.get(input.name);
  if (preprocessing === undefined)
    throw new Error("generate: the file has no preprocessing, which turns texts into ids and back. Export it with { preprocessing }.");
  if (!isDecoding(preprocessing))
    throw new Error(
      `generate: ${preprocessing.config.kind} gives no ids that turn back to a text. Use textSequence, or textVectorization with outputMode "int".`,
    );
  const [output] = outputs;
  const classes = output?.shape.at(-1);
  const isLanguageModel = output !== undefined && (output.shape.length === 2 || output.shape.length === 3);
  if (!isLanguageModel || typeof classes !== "number" || classes < preprocessing.vocabularySize)
    throw new Error(
      `generate: expected a language model, from ids [batch, time] to numbers for ${preprocessing.vocabularySize} ids, [batch, time, ids] or [batch, ids]; this file gives ${output === undefined ? "nothing" : printed(output)}.`,
    );
  return preprocessing;
}

/** What the other inputs hold, the same at every step. */
function otherRows(file: ModelFile, input: FileValue, given: RowsByInput): ReadonlyMap<string, Numbers> {
  if (Object.hasOwn(given, input.name))
    throw new Error(`generate: "${input.name}" is the input that goes on. Its text is the prompt, not one of inputs.`);
  const others = inputRows("generate", given, { ...file, inputs: file.inputs.filter((other) => other !== input) });
  const rows = rowCount("generate", others);
  if (rows > 1) throw new Error(`generate: expected one row for each of the other inputs, received ${rows}. Generate for one at a time.`);
  return others;
}
