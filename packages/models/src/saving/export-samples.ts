import { hash, tensorData } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import type { DataLike } from "../data/host-array.ts";
import { toInputs } from "../data/inputs.ts";
import type { Inputs } from "../data/inputs.ts";
import { isByName } from "../data/per-name.ts";
import type { NetworkInput } from "../network/network.ts";
import type { Preprocessings } from "./exported-preprocessing.ts";

/** Rows as `predict` takes them; an input with preprocessing takes texts as well. */
export type Samples = Inputs | readonly string[] | { readonly [input: string]: DataLike | readonly string[] };

const sampleRows = 5;
/** Of axes whose size is free. */
const sampleSize = 7;

/**
 * Rows to compare a file on, one array for each input: those given, or made-up ones.
 *
 * @throws when they do not fit the inputs, or are texts for an input without preprocessing
 */
export async function sampleRowsOf(
  samples: Samples | undefined,
  inputs: readonly NetworkInput[],
  preprocessings: Preprocessings,
): Promise<readonly TensorData[]> {
  if (samples === undefined) return inputs.map(madeUp);
  const encoded = (name: string, texts: readonly string[]): TensorData => {
    const preprocessing = preprocessings.get(name);
    if (preprocessing === undefined)
      throw new Error(
        `export: samples are texts, but there is no preprocessing to encode them with${inputs.length > 1 ? ` for the input "${name}"` : ""}.`,
      );
    return preprocessing.encode(texts);
  };
  const where = { where: "export: samples" };
  const only = inputs.length === 1 ? inputs[0] : undefined;
  if (isByName(samples)) {
    const rows = Object.entries(samples).map(([name, given]) => [name, isTexts(given) ? encoded(name, given) : given] as const);
    return toInputs(Object.fromEntries(rows), inputs, where);
  }
  if (!isTexts(samples)) return toInputs(samples, inputs, where);
  if (only === undefined)
    throw new Error(
      `export: samples are texts, but the model has ${inputs.length} inputs. Give each its own: samples: { ${inputs.map(({ name }) => `${name}: …`).join(", ")} }.`,
    );
  return toInputs(encoded(only.name, samples), inputs, where);
}

/** Rows of numbers between -1 and 1 (0 and 1 for integers), always the same. */
function madeUp({ spec, limits }: NetworkInput, position: number): TensorData {
  const [batch, ...inner] = spec.shape;
  const free = Math.min(sampleSize, limits.longest?.length ?? sampleSize);
  const shape = [typeof batch === "number" ? batch : sampleRows, ...inner.map((dim) => (typeof dim === "number" ? dim : free))];
  const size = shape.reduce((product, dim) => product * dim, 1);
  const values = Float32Array.from({ length: size }, (_, i) => hash(position, 0x7ead, i) / 2 ** 31 - 1);
  return spec.dtype === "float32"
    ? tensorData(values, shape)
    : tensorData(
        values.map((value) => (value > 0 ? 1 : 0)),
        shape,
        spec.dtype,
      );
}

const isTexts = (rows: DataLike | readonly DataLike[] | readonly string[]): rows is readonly string[] =>
  Array.isArray(rows) && typeof rows[0] === "string";
