import type { TextPreprocessor } from "@tidu/text";
import type { FileValue, ModelFile } from "./model-file.ts";
import { flatRows, inType } from "./numbers.ts";
import type { NumberRows, Numbers } from "./numbers.ts";

/** What a model predicts on: texts, where its file says how they become numbers, or numbers. */
export type Rows = string | readonly string[] | NumberRows;

/**
 * Rows in the form of the only input.
 *
 * @throws when they are texts and the file has no preprocessing, a text is empty, or numbers do not fit
 */
export function inputRows(where: string, rows: Rows, { inputs }: ModelFile, preprocessing: TextPreprocessor | undefined): Numbers {
  const [input, ...others] = inputs;
  if (input === undefined || others.length > 0)
    throw new Error(
      `${where}: the model has ${inputs.length} inputs (${inputs.map(({ name }) => name).join(", ")}). Use run({ name: rows }).`,
    );
  if (!isTexts(rows)) return namedRows(where, rows, input);
  if (preprocessing === undefined)
    throw new Error(
      `${where}: this file takes numbers, ${printed(input)}, not texts: it has no preprocessing. Export it with { preprocessing }, or encode texts first.`,
    );
  const texts = typeof rows === "string" ? [rows] : rows;
  const empty = texts.findIndex((text) => text.trim() === "");
  if (empty >= 0) throw new Error(`${where}: text ${empty} is empty: there is nothing to predict from. Leave it out.`);
  return namedRows(where, atLeastOneStep(preprocessing.encode(texts)), input);
}

/** Numbers in the type and shape of an input. */
export function namedRows(where: string, rows: NumberRows, input: FileValue): Numbers {
  const { shape, data } = flatRows(where, rows);
  if (data.length === 0) throw new Error(`${where}: expected at least one row, received none (shape [${shape.join(", ")}]).`);
  const whole = shape.length + 1 === input.shape.length && input.shape.at(-1) === 1 ? [...shape, 1] : shape;
  const fits = whole.length === input.shape.length && input.shape.every((dim, axis) => typeof dim !== "number" || dim === whole[axis]);
  if (!fits) throw new Error(`${where}: the input "${input.name}" takes ${printed(input)}, received [${shape.join(", ")}].`);
  return { dtype: input.dtype, shape: whole, data: inType(where, data, input.dtype) };
}

/** `int32[batch, time]` */
export const printed = ({ dtype, shape }: FileValue): string => `${dtype}[${shape.join(", ")}]`;

const isTexts = (rows: Rows): rows is string | readonly string[] =>
  typeof rows === "string" || (Array.isArray(rows) && typeof rows[0] === "string");

/** Texts without any token are a step of padding: a sequence of no steps is none that a network takes. */
function atLeastOneStep(encoded: ReturnType<TextPreprocessor["encode"]>): NumberRows {
  const [texts = 0, steps] = encoded.shape;
  return encoded.shape.length === 2 && steps === 0 ? { shape: [texts, 1], data: new Int32Array(texts) } : encoded;
}
