import { textPreprocessorFromConfig } from "@tidu/text";
import type { TextPreprocessor } from "@tidu/text";
import { messageOf } from "./runtime.ts";

type Metadata = Readonly<Record<string, string>>;

/** What `model.export` says of texts and classes. */
export interface TextMetadata {
  /** What turns texts into inputs, by their names. */
  readonly preprocessings: ReadonlyMap<string, TextPreprocessor>;
  /** The longest sequence that inputs take, by their names, where the file says one. */
  readonly longestSequences: ReadonlyMap<string, number>;
  /** The input that the output gives numbers for what follows in. */
  readonly generates: string | undefined;
  /** What the classes are called. */
  readonly labels: readonly string[] | undefined;
}

/**
 * Reads what is in the metadata of a file.
 *
 * @param inputs their names
 * @param where the file in errors
 * @throws when preprocessing or labels are of a kind that is not known, or an input that is spoken of is not there
 */
export function textMetadata(metadata: Metadata, inputs: readonly string[], where: string): TextMetadata {
  const generates = metadata["tidu.generates"];
  if (generates !== undefined && !inputs.includes(generates)) throw noInput(where, `it generates "${generates}"`, inputs);
  const byInput = (key: string): readonly (readonly [name: string, value: unknown])[] => valuesByInput(metadata, key, inputs, where);
  return {
    preprocessings: new Map(byInput("tidu.preprocessing").map(([name, config]) => [name, preprocessingOf(config, where)])),
    longestSequences: new Map(
      byInput("tidu.longestSequence").flatMap(([name, length]) => (Number(length) > 0 ? [[name, Number(length)]] : [])),
    ),
    generates,
    labels: labelsOf(metadata, where),
  };
}

/** What a key says of the only input, and its plural of several by their names. */
function valuesByInput(metadata: Metadata, key: string, inputs: readonly string[], where: string): readonly (readonly [string, unknown])[] {
  const [ofOne, ofSeveral] = [metadata[key], metadata[`${key}s`]];
  const [first] = inputs;
  const one = ofOne === undefined || first === undefined ? [] : [[first, parsed(ofOne)] as const];
  const several = ofSeveral === undefined ? [] : Object.entries(Object(parsed(ofSeveral)));
  const unknown = several.find(([name]) => !inputs.includes(name));
  if (unknown !== undefined) throw noInput(where, `it has ${key} for "${unknown[0]}"`, inputs);
  return [...one, ...several];
}

const noInput = (where: string, what: string, inputs: readonly string[]): Error =>
  new Error(`loadModel: ${where}: ${what}, which is no input (${inputs.join(", ")}). Export it again.`);

function preprocessingOf(config: unknown, where: string): TextPreprocessor {
  try {
    return textPreprocessorFromConfig(config);
  } catch (cause) {
    throw new Error(`loadModel: ${where}: its preprocessing cannot be made: ${messageOf(cause)} A newer @tidu/serve may know it.`, {
      cause,
    });
  }
}

function labelsOf(metadata: Metadata, where: string): readonly string[] | undefined {
  const text = metadata["tidu.labels"];
  if (text === undefined) return undefined;
  const labels = parsed(text);
  if (!Array.isArray(labels) || !labels.every((label): label is string => typeof label === "string"))
    throw new Error(`loadModel: ${where}: its labels are no list of texts: ${text.slice(0, 60)}.`);
  return labels;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
