import { nearest, printDim, printSpec } from "@tidu/core-tensor";
import type { NetworkInput } from "../network/network.ts";

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

/** Of the only input, or of those that take texts, by their names. */
export type PreprocessingByInput = ExportedPreprocessing | Readonly<Record<string, ExportedPreprocessing>>;

type EncodedRows =
  | { readonly dtype: "int32"; readonly shape: readonly number[]; readonly data: Int32Array }
  | { readonly dtype: "float32"; readonly shape: readonly number[]; readonly data: Float32Array };

/** What each input's texts become numbers by, by the inputs' names. */
export type Preprocessings = ReadonlyMap<string, ExportedPreprocessing>;

/**
 * Preprocessing by the names of the inputs that it feeds.
 *
 * @throws when it is not said which of several inputs it feeds, a name is unknown, or an input does not take what it gives
 */
export function preprocessingsOf(inputs: readonly NetworkInput[], given: PreprocessingByInput | undefined): Preprocessings {
  if (given === undefined) return new Map();
  const names = inputs.map(({ name }) => name).join(", ");
  const [only] = inputs;
  if (isPreprocessing(given) && (only === undefined || inputs.length > 1))
    throw new Error(
      `export: preprocessing feeds one input, this model has ${inputs.length} (${names}). Name those that take texts: preprocessing: { ${inputs.map(({ name }) => `${name}: …`).join(", ")} }.`,
    );
  const byName = isPreprocessing(given) ? [[only?.name ?? "", given] as const] : Object.entries(given);
  for (const [name, preprocessing] of byName) {
    const input = inputs.find((input) => input.name === name);
    if (input === undefined) {
      const close = nearest(
        name,
        inputs.map((input) => input.name),
      );
      throw new Error(
        `export: preprocessing for "${name}", which is no input${close === undefined ? "" : `: did you mean "${close}"?`} Inputs: ${names}.`,
      );
    }
    if (!isPreprocessing(preprocessing))
      throw new TypeError(
        `export: expected what turns the texts of "${name}" into ids (textVectorization, textSequence …), received ${String(preprocessing)}.`,
      );
    checkFits(input, preprocessing);
  }
  return new Map(byName);
}

const isPreprocessing = (given: PreprocessingByInput): given is ExportedPreprocessing => typeof given?.encode === "function";

function checkFits({ name, spec, limits }: NetworkInput, { row, vocabularySize }: ExportedPreprocessing): void {
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
    throw new Error(`export: the input "${name}" takes ${printSpec(spec)}, preprocessing gives ${received}. ${advice}`);
  }
  if (row.dtype === "float32" && spec.dtype !== "float32")
    throw new TypeError(
      `export: the input "${name}" takes ${printSpec(spec)}, preprocessing gives ${received}. Choose an outputMode of ids ("int").`,
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
