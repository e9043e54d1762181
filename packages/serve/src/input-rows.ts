import type { FileValue, ModelFile } from "./model-file.ts";
import { flatRows, inType } from "./numbers.ts";
import type { NumberRows, Numbers } from "./numbers.ts";
import type { TextPreprocessor } from "@tidu/text";

/** What an input holds: texts, where the file says how they become numbers, or numbers. */
export type Rows = string | readonly string[] | NumberRows;

/** What each input holds, by the inputs' names. */
export type RowsByInput = Readonly<Record<string, Rows>>;

type Inputs = Pick<ModelFile, "inputs" | "preprocessings" | "longestSequences">;

/**
 * Rows in the form of the inputs: of the only one, or of each by its name.
 *
 * @throws when an input is unknown or has nothing; rows are texts for an input without preprocessing; a text is empty; or numbers do not fit
 */
export function inputRows(where: string, given: Rows | RowsByInput, file: Inputs): ReadonlyMap<string, Numbers> {
  const { inputs } = file;
  const [only] = inputs;
  if (!isByName(given)) {
    if (only !== undefined && inputs.length === 1) return new Map([[only.name, rowsOf(where, given, only, file)]]);
    throw new Error(
      `${where}: the model has ${inputs.length} inputs (${inputs.map(({ name }) => name).join(", ")}). Name what each of them holds: ${where}({ ${inputs.map(({ name }) => `${name}: …`).join(", ")} }).`,
    );
  }
  const unknown = Object.keys(given).find((name) => !inputs.some((input) => input.name === name));
  if (unknown !== undefined)
    throw new Error(`${where}: there is no input "${unknown}". Inputs: ${inputs.map(named).join(", ") || "none"}.`);
  return new Map(
    inputs.map((input) => {
      const rows = Object.hasOwn(given, input.name) ? given[input.name] : undefined;
      if (rows === undefined)
        throw new Error(
          `${where}: nothing for the input "${input.name}", which takes ${file.preprocessings.has(input.name) ? "texts" : printed(input)}.`,
        );
      return [input.name, rowsOf(`${where}: "${input.name}"`, rows, input, file)];
    }),
  );
}

/**
 * How many rows there are.
 *
 * @throws when inputs differ in it
 */
export function rowCount(where: string, values: ReadonlyMap<string, Numbers>): number {
  const [first, ...others] = [...values].map(([name, { shape }]) => ({ name, rows: shape[0] ?? 0 }));
  const other = others.find(({ rows }) => rows !== first?.rows);
  if (first !== undefined && other !== undefined)
    throw new Error(
      `${where}: every row needs all inputs, but "${first.name}" has ${first.rows} ${rowsWord(first.rows)} and "${other.name}" has ${other.rows}.`,
    );
  return first?.rows ?? 0;
}

/** `1 row`, `2 rows` */
const rowsWord = (rows: number): string => (rows === 1 ? "row" : "rows");

/** Rows of one input. */
function rowsOf(where: string, rows: Rows, input: FileValue, { preprocessings, longestSequences }: Inputs): Numbers {
  const values = namedRows(where, isTexts(rows) ? encoded(where, rows, input, preprocessings.get(input.name)) : rows, input);
  const longest = longestSequences.get(input.name);
  const time = values.shape[1];
  if (longest !== undefined && input.shape.length === 2 && time !== undefined && time > longest)
    throw new RangeError(`${where}: received sequences of ${time}, the model takes up to ${longest}. Shorten them.`);
  return values;
}

function encoded(
  where: string,
  rows: string | readonly string[],
  input: FileValue,
  preprocessing: TextPreprocessor | undefined,
): NumberRows {
  if (preprocessing === undefined)
    throw new Error(
      `${where}: this file takes numbers, ${printed(input)}, not texts: it has no preprocessing. Export it with { preprocessing }, or encode texts first.`,
    );
  const texts = typeof rows === "string" ? [rows] : rows;
  const empty = texts.findIndex((text) => text.trim() === "");
  if (empty >= 0) throw new Error(`${where}: text ${empty} is empty: there is nothing to predict from. Leave it out.`);
  return atLeastOneStep(preprocessing.encode(texts));
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

/** `story int32[batch, time]` */
const named = (input: FileValue): string => `${input.name} ${printed(input)}`;

const isTexts = (rows: Rows): rows is string | readonly string[] =>
  typeof rows === "string" || (Array.isArray(rows) && typeof rows[0] === "string");

const isByName = (rows: Rows | RowsByInput): rows is RowsByInput =>
  typeof rows === "object" && !Array.isArray(rows) && !("shape" in rows && "data" in rows);

/** Texts without any token are a step of padding: a sequence of no steps is none that a network takes. */
function atLeastOneStep(rows: ReturnType<TextPreprocessor["encode"]>): NumberRows {
  const [texts = 0, steps] = rows.shape;
  return rows.shape.length === 2 && steps === 0 ? { shape: [texts, 1], data: new Int32Array(texts) } : rows;
}
