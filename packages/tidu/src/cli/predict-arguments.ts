import { unknownName } from "@tidu/core-tensor";

/** What `tidu predict` is asked for. */
export interface PredictArguments {
  readonly path: string;
  readonly texts: readonly string[];
  readonly json: boolean;
  readonly generation: GenerationArguments;
}

/** How a text is made; only files that generate take them. */
export interface GenerationArguments {
  readonly length?: number;
  readonly temperature?: number;
  readonly topK?: number;
  readonly seed?: number;
}

export const usage = "Usage: tidu predict FILE.onnx [--json] [--length N] [--temperature X] [--top-k K] [--seed N] [TEXT …]";

interface NumberOption {
  readonly name: keyof GenerationArguments;
  readonly expected: string;
  readonly accepts: (value: number) => boolean;
}

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1;

/** Options that a number follows. */
const numberOptions: Readonly<Record<string, NumberOption>> = {
  "--length": { name: "length", expected: "a whole number of at least 1", accepts: isCount },
  "--temperature": { name: "temperature", expected: "a number above 0 (--top-k 1 takes the likeliest)", accepts: (value) => value > 0 },
  "--top-k": { name: "topK", expected: "a whole number of at least 1", accepts: isCount },
  "--seed": { name: "seed", expected: "a whole number", accepts: Number.isSafeInteger },
};

/** The options that files which generate take, as they are written. */
export const generationOptions = Object.entries(numberOptions).map(([option, { name }]) => ({ option, name }));

/**
 * Takes the words of the command line apart. Behind `--` everything is a text.
 *
 * @throws when there is no file, an option is unknown, or its number is none
 */
export function predictArguments(args: readonly string[]): PredictArguments {
  const words: string[] = [];
  const generation: { -readonly [name in keyof GenerationArguments]: number } = {};
  let json = false;
  let at = 0;
  for (; at < args.length && args[at] !== "--"; at++) {
    const arg = args[at] ?? "";
    const [option = "", ...written] = arg.split("=");
    const number = Object.hasOwn(numberOptions, option) ? numberOptions[option] : undefined;
    if (number !== undefined) generation[number.name] = numberOf(option, number, written.length > 0 ? written.join("=") : args[++at]);
    else if (arg === "--json") json = true;
    else if (arg.startsWith("--")) throw new Error(`${unknownName("option", arg, ["--json", ...Object.keys(numberOptions)])} ${usage}`);
    else words.push(arg);
  }
  const [path, ...texts] = [...words, ...args.slice(at + 1)];
  if (path === undefined) throw new Error(`expected a file. ${usage}`);
  return { path, texts, json, generation };
}

function numberOf(option: string, { expected, accepts }: NumberOption, written = ""): number {
  const value = written.trim() === "" ? NaN : Number(written);
  if (!Number.isFinite(value) || !accepts(value))
    throw new Error(`${option}: expected ${expected}, received ${written === "" ? "nothing" : `"${written}"`}. ${usage}`);
  return value;
}
