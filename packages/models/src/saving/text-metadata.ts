import { printDim, printSpec, unknownName } from "@tidu/core-tensor";
import type { NamedSpec, Network } from "../network/network.ts";
import type { Preprocessings } from "./exported-preprocessing.ts";

/** What a file says of texts and classes, besides the network. */
export interface TextMetadata {
  readonly preprocessings: Preprocessings;
  readonly generates?: string | undefined;
  readonly labels?: readonly string[] | undefined;
}

/** Under which keys of the metadata: those of models with one input, and those of models with several, by their names. */
const keys = {
  preprocessing: "tidu.preprocessing",
  preprocessings: "tidu.preprocessings",
  longestSequence: "tidu.longestSequence",
  longestSequences: "tidu.longestSequences",
  generates: "tidu.generates",
  labels: "tidu.labels",
} as const;

/**
 * The metadata of a file: the user's, with what turns texts into its inputs, which of them it goes on with, and what its classes are called.
 *
 * @throws when the model gives no numbers for the ids it is said to generate, there are not as many labels as classes, or a key is taken
 */
export function fileMetadata(
  network: Network,
  metadata: Readonly<Record<string, string>>,
  { preprocessings, generates, labels }: TextMetadata,
): Readonly<Record<string, string>> {
  const taken = Object.values(keys).find((key) => Object.hasOwn(metadata, key));
  if (taken !== undefined) throw new Error(`export: metadata "${taken}" is written by export itself, from its options. Pass them instead.`);
  if (generates !== undefined) checkGenerates(network, preprocessings, generates);
  if (generates !== undefined && labels !== undefined)
    throw new Error("export: labels name classes, but generates says that the output is for ids that follow. Leave one of them out.");
  if (labels !== undefined) checkLabels(network.outputs, labels);
  return {
    ...metadata,
    ...inputMetadata(network, preprocessings),
    ...(generates !== undefined && { [keys.generates]: generates }),
    ...(labels !== undefined && { [keys.labels]: JSON.stringify(labels) }),
  };
}

function inputMetadata({ inputs }: Network, preprocessings: Preprocessings): Readonly<Record<string, string>> {
  const configs = [...preprocessings].map(([name, { config }]) => [name, config] as const);
  const longest = inputs.flatMap(({ name, limits }) =>
    preprocessings.has(name) && limits.longest !== undefined ? [[name, limits.longest.length] as const] : [],
  );
  const json = (entries: readonly (readonly [string, unknown])[]): string =>
    JSON.stringify(inputs.length > 1 ? Object.fromEntries(entries) : entries[0]?.[1]);
  const several = inputs.length > 1;
  return {
    ...(configs.length > 0 && { [several ? keys.preprocessings : keys.preprocessing]: json(configs) }),
    ...(longest.length > 0 && { [several ? keys.longestSequences : keys.longestSequence]: json(longest) }),
  };
}

/** Scores of all ids of an input's texts: [batch, time, ids], or [batch, ids]. */
function checkGenerates({ inputs, outputs }: Network, preprocessings: Preprocessings, name: string): void {
  const names = inputs.map((input) => input.name);
  if (!names.includes(name)) throw new Error(`export: generates: ${unknownName("input", name, names)}`);
  const preprocessing = preprocessings.get(name);
  if (preprocessing === undefined)
    throw new Error(
      `export: generates "${name}" needs what turns the texts of that input into ids and back: preprocessing: { ${name}: textSequence(…) }.`,
    );
  const { row, vocabularySize } = preprocessing;
  if (row.dtype !== "int32" || row.shape.length !== 1 || vocabularySize === undefined)
    throw new TypeError(
      `export: generates "${name}", but its preprocessing (${preprocessing.config.kind}) gives no ids one after the other. Use textSequence, or textVectorization with outputMode "int".`,
    );
  const [output] = outputs;
  const ids = output?.spec.shape.at(-1);
  const axes = output?.spec.shape.length;
  if (output === undefined || (axes !== 2 && axes !== 3) || typeof ids !== "number" || ids < vocabularySize)
    throw new Error(
      `export: generates "${name}", so the output is to give numbers for its ${vocabularySize} ids, [batch, time, ids] or [batch, ids]; "${output?.name ?? ""}" is ${output === undefined ? "none" : printSpec(output.spec)}.`,
    );
}

/** A class for each number of the last axis; two for the single number of a binary classifier. */
function checkLabels(outputs: readonly NamedSpec[], labels: readonly string[]): void {
  const [output] = outputs;
  const classes = output?.spec.shape.at(-1);
  const wrong = labels.findIndex((label) => typeof label !== "string");
  if (wrong >= 0) throw new TypeError(`export: expected labels to be texts, received ${String(labels[wrong])} at ${wrong}.`);
  const repeated = labels.find((label, i) => labels.indexOf(label) !== i);
  if (repeated !== undefined) throw new Error(`export: the label "${repeated}" is there twice.`);
  const wanted = classes === 1 ? 2 : classes;
  if (output !== undefined && wanted !== labels.length)
    throw new Error(
      `export: expected ${wanted === undefined ? "no" : typeof wanted === "number" ? wanted : printDim(wanted)} labels for the output "${output.name}" ${printSpec(output.spec)}, received ${labels.length}.`,
    );
}
