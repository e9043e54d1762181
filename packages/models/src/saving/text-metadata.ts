import { printDim, printSpec } from "@tidu/core-tensor";
import type { NamedSpec, Network, NetworkInput } from "../network/network.ts";

/** What turns texts into the input of a model: `textVectorization`, `textSequence` … of @tidu/text. */
export interface ExportedPreprocessing {
  /** Ids or numbers, one row a text. */
  encode(texts: readonly string[]): EncodedRows;
  /** What a row looks like: its sizes, null where they are those of the texts. */
  readonly row: { readonly dtype: "int32" | "float32"; readonly shape: readonly (number | null)[] };
  /** The number of ids, where there are ids. */
  readonly vocabularySize?: number;
  /** What a file holds. JSON. */
  readonly config: { readonly kind: string; readonly options: object; readonly state: object };
}

type EncodedRows =
  | { readonly dtype: "int32"; readonly shape: readonly number[]; readonly data: Int32Array }
  | { readonly dtype: "float32"; readonly shape: readonly number[]; readonly data: Float32Array };

/** What a file says of texts and classes, besides the network. */
export interface TextMetadata {
  readonly preprocessing?: ExportedPreprocessing | undefined;
  readonly labels?: readonly string[] | undefined;
}

/** Under which keys of the metadata. */
const keys = { preprocessing: "tidu.preprocessing", labels: "tidu.labels", longestSequence: "tidu.longestSequence" } as const;

/**
 * The metadata of a file: the user's, with what turns texts into its input and what its classes are called.
 *
 * @throws when the input does not take what preprocessing gives, there are not as many labels as classes, or a key is taken
 */
export function fileMetadata(
  network: Network,
  metadata: Readonly<Record<string, string>>,
  { preprocessing, labels }: TextMetadata,
): Readonly<Record<string, string>> {
  const taken = Object.values(keys).find((key) => Object.hasOwn(metadata, key));
  if (taken !== undefined) throw new Error(`export: metadata "${taken}" is written by export itself, from its options. Pass them instead.`);
  if (preprocessing !== undefined) checkPreprocessing(network.inputs, preprocessing);
  if (labels !== undefined) checkLabels(network.outputs, labels);
  const longest = preprocessing && network.inputs[0]?.limits.longest?.length;
  return {
    ...metadata,
    ...(preprocessing !== undefined && { [keys.preprocessing]: JSON.stringify(preprocessing.config) }),
    ...(longest !== undefined && { [keys.longestSequence]: String(longest) }),
    ...(labels !== undefined && { [keys.labels]: JSON.stringify(labels) }),
  };
}

function checkPreprocessing(inputs: readonly NetworkInput[], preprocessing: ExportedPreprocessing): void {
  const [input, ...others] = inputs;
  if (input === undefined || others.length > 0)
    throw new Error(
      `export: preprocessing feeds one input, this model has ${inputs.length} (${inputs.map(({ name }) => name).join(", ")}). Leave preprocessing out.`,
    );
  const { spec, limits } = input;
  const { row, vocabularySize } = preprocessing;
  const wanted = spec.shape.slice(1);
  const given = row.shape.length + 1 === wanted.length && wanted.at(-1) === 1 ? [...row.shape, 1] : row.shape;
  const fits = given.length === wanted.length && wanted.every((dim, i) => typeof dim !== "number" || dim === given[i]);
  const received = `${row.dtype}[texts${row.shape.map((size) => `, ${size ?? "length of the texts"}`).join("")}]`;
  if (!fits) {
    const fixed = wanted.find((dim, i) => typeof dim === "number" && given.length === wanted.length && given[i] === null);
    const advice =
      fixed === undefined
        ? "Make the model with an inputShape that fits."
        : `Give preprocessing the length ${printDim(fixed)} (outputSequenceLength, maxlen), or the model a free one (inputShape: ["time"]).`;
    throw new Error(`export: the input "${input.name}" takes ${printSpec(spec)}, preprocessing gives ${received}. ${advice}`);
  }
  if (row.dtype === "float32" && spec.dtype !== "float32")
    throw new TypeError(
      `export: the input "${input.name}" takes ${printSpec(spec)}, preprocessing gives ${received}. Choose an outputMode of ids ("int").`,
    );
  const { ids, longest } = limits;
  if (row.dtype === "int32" && ids !== undefined && vocabularySize !== undefined && vocabularySize > ids.count)
    throw new RangeError(
      `export: preprocessing has ${vocabularySize} ids, layer "${ids.layer}" knows ${ids.count}. Make the model for this vocabulary: inputDim: ${vocabularySize}.`,
    );
  const length = longest && given[longest.axis - 1];
  if (longest !== undefined && typeof length === "number" && length > longest.length)
    throw new RangeError(
      `export: preprocessing gives sequences of ${length}, layer "${longest.layer}" takes up to ${longest.length}. Shorten them (outputSequenceLength, maxlen).`,
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
