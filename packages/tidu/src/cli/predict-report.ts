import type { GenerateOptions, ServedModel } from "@tidu/serve";
import { generationOptions, usage } from "./predict-arguments.ts";
import type { GenerationArguments } from "./predict-arguments.ts";

/** How results are printed: JSON, tabs for programs, columns for people. */
export type ReportForm = "json" | "lines" | "table";

/** What a file makes of rows of texts. */
export interface Report {
  /** The inputs whose texts make a row. */
  readonly columns: readonly string[];
  /** The lines that say what the model gives for a row; a head comes before the first. */
  readonly lines: (texts: readonly string[]) => Promise<readonly string[]>;
}

/**
 * What is asked of a file, by what it says of itself: to go on with texts, to make one of others (a translation), or to predict.
 *
 * @param path of the file, for errors
 * @throws when it takes no texts, gives something else than one prediction for a row, or has no use for an option
 */
export function reportOf(path: string, model: ServedModel, form: ReportForm, generation: GenerationArguments): Report {
  const { inputs, generates } = model;
  const columns = inputs.map(({ name }) => name).filter((name) => inputs.length === 1 || name !== generates);
  const numeric = columns.find((name) => !Object.hasOwn(model.preprocessings, name));
  if (numeric !== undefined)
    throw new Error(
      `${path} takes numbers, not texts${inputs.length > 1 ? `, for the input "${numeric}"` : ""}: it was exported without preprocessing. Export it with { preprocessing }.`,
    );
  if (generates !== undefined)
    return inputs.length === 1 ? goingOn(model, columns, form, generation) : making(path, model, generates, columns, form, generation);
  const unread = generationOptions.find(({ name }) => generation[name] !== undefined);
  if (unread !== undefined)
    throw new Error(
      `${unread.option} is for files that generate texts; ${path} gives ${model.labels === undefined ? "numbers" : "classes"}. ${usage}`,
    );
  if (model.labels === undefined && (model.outputs[0]?.shape.length ?? 0) > 2)
    throw new Error(
      `${path} gives numbers for every position of a text, as language models do: export it with { generates } to go on with texts, or use run of @tidu/serve.`,
    );
  return { columns, lines: model.labels === undefined ? numbers(model, columns, form) : classes(model, columns, form) };
}

/** The text, and what follows it. */
function goingOn(model: ServedModel, columns: readonly string[], form: ReportForm, generation: GenerationArguments): Report {
  const options = generateOptions(generation, {});
  return {
    columns,
    lines: async ([text = ""]) => {
      const generated = await model.generate(text, options);
      return [form === "json" ? JSON.stringify({ text, generated }) : `${text}${generated}`];
    },
  };
}

/** A text that is made of others. */
function making(
  path: string,
  model: ServedModel,
  generates: string,
  columns: readonly string[],
  form: ReportForm,
  generation: GenerationArguments,
): Report {
  if (model.preprocessings[generates]?.config.options["start"] === undefined)
    throw new Error(
      `${path} makes texts for "${generates}", which have no start id to begin from. Export it with textSequence({ start, … }) for that input.`,
    );
  const options = generateOptions(generation, { strategy: "greedy" });
  return {
    columns,
    lines: async (texts) => {
      const generated = await model.generate("", { ...options, inputs: byName(columns, texts) });
      return [form === "json" ? JSON.stringify({ ...said(columns, texts), generated }) : generated];
    },
  };
}

/** Without an option of drawing, ids are chosen by `otherwise`. */
function generateOptions(
  { length, temperature, topK, seed }: GenerationArguments,
  otherwise: NonNullable<GenerateOptions["sample"]>,
): GenerateOptions {
  const drawn = { ...(temperature !== undefined && { temperature }), ...(seed !== undefined && { seed }) };
  const sample =
    topK !== undefined ? ({ strategy: "topK", k: topK, ...drawn } as const) : Object.keys(drawn).length > 0 ? drawn : otherwise;
  return { sample, ...(length !== undefined && { length }) };
}

function classes(
  model: ServedModel & { readonly labels: readonly string[] },
  columns: readonly string[],
  form: ReportForm,
): Report["lines"] {
  const width = Math.max("label".length, ...model.labels.map((label) => label.length));
  let head: readonly string[] =
    form === "table" ? [`${"label".padEnd(width)}  probability  ${columns.length === 1 ? "text" : columns.join(" | ")}`] : [];
  return async (texts) => {
    const [found] = await model.predict(rowsOf(columns, texts));
    if (found === undefined) return [];
    const { label, probability } = found;
    const row =
      form === "json"
        ? JSON.stringify({ ...said(columns, texts), ...found })
        : form === "table"
          ? `${label.padEnd(width)}  ${probability.toFixed(4).padStart("probability".length)}  ${texts.join(" | ")}`
          : [label, probability.toFixed(4), ...texts].join("\t");
    const lines = [...head, row];
    head = [];
    return lines;
  };
}

const numbers =
  (model: ServedModel & { readonly labels: undefined }, columns: readonly string[], form: ReportForm): Report["lines"] =>
  async (texts) => {
    const { shape, data } = await model.predict(rowsOf(columns, texts));
    const values = Array.from(data, Number);
    return [
      form === "json"
        ? JSON.stringify({ ...said(columns, texts), shape: shape.slice(1), numbers: values })
        : [values.map(rounded).join(" "), ...texts].join("\t"),
    ];
  };

/** A row of each of several inputs by name, or of the only one. */
const rowsOf = (columns: readonly string[], texts: readonly string[]): string | Readonly<Record<string, string>> =>
  columns.length === 1 ? (texts[0] ?? "") : byName(columns, texts);

const byName = (columns: readonly string[], texts: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(columns.map((name, i) => [name, texts[i] ?? ""]));

/** What was given, in JSON. */
const said = (columns: readonly string[], texts: readonly string[]): object =>
  columns.length === 1 ? { text: texts[0] } : { texts: byName(columns, texts) };

const rounded = (number: number): string => String(Number(number.toPrecision(6)));
