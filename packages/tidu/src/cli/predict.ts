import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { ServedModel } from "@tidu/serve";

/** Where `predict` reads and how it prints; what the terminal says by default. */
export interface PredictStreams {
  /** What lines come from when no text is given. */
  readonly input?: Readable & { readonly isTTY?: boolean };
  /** Whether a person reads along: columns with a head. */
  readonly isTerminal?: boolean;
}

const usage = "Usage: tidu predict FILE.onnx [--json] [TEXT …]";

/** `tidu predict FILE.onnx TEXT …`, or a text on each line of the standard input. The exit code is 1 when a text could not be predicted on. */
export async function predict(
  args: readonly string[],
  say: (text: string) => void,
  complain: (text: string) => void = console.error,
  { input = process.stdin, isTerminal = process.stdout.isTTY }: PredictStreams = {},
): Promise<number> {
  const { path, texts, json } = parsed(args);
  if (texts.length === 0 && input.isTTY) throw new Error(`expected texts, or lines on the standard input. ${usage}`);
  const { loadModel } = await import("@tidu/serve");
  const model = await loadModel(path);
  try {
    if (model.preprocessing === undefined)
      throw new Error(`${path} takes numbers, not texts: it was exported without preprocessing. Export it with { preprocessing }.`);
    if (model.labels === undefined && (model.outputs[0]?.shape.length ?? 0) > 2)
      throw new Error(`${path} gives numbers for every position of a text, as language models do: use generate or run of @tidu/serve.`);
    const print = printer(model, json ? "json" : isTerminal ? "table" : "lines");
    let failed = 0;
    let empty = 0;
    let number = 0;
    for await (const text of texts.length > 0 ? texts : createInterface({ input })) {
      number += 1;
      if (text.trim() === "" && texts.length === 0) {
        empty += 1;
        continue;
      }
      try {
        for (const line of await print(text)) say(line);
      } catch (error) {
        failed += 1;
        complain(
          `tidu predict: ${texts.length > 0 ? "text" : "line"} ${number}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
    if (empty > 0) complain(`tidu predict: ${empty} empty ${empty === 1 ? "line was" : "lines were"} passed over.`);
    if (number === empty) throw new Error(`received no text. ${usage}`);
    return failed === 0 ? 0 : 1;
  } finally {
    await model.dispose();
  }
}

function parsed(args: readonly string[]): { readonly path: string; readonly texts: readonly string[]; readonly json: boolean } {
  const end = args.indexOf("--");
  const before = end < 0 ? args : args.slice(0, end);
  const unknown = before.find((arg) => arg.startsWith("--") && arg !== "--json");
  if (unknown !== undefined) throw new Error(`there is no option ${unknown}. ${usage}`);
  const [path, ...texts] = [...before.filter((arg) => arg !== "--json"), ...(end < 0 ? [] : args.slice(end + 1))];
  if (path === undefined) throw new Error(`expected a file. ${usage}`);
  return { path, texts, json: before.includes("--json") };
}

/** The lines that say what the model gives for a text; a head comes before the first. */
function printer(model: ServedModel, form: "json" | "table" | "lines"): (text: string) => Promise<readonly string[]> {
  let head: readonly string[] = [];
  if (model.labels === undefined) {
    return async (text) => {
      const { shape, data } = await model.predict(text);
      const numbers = Array.from(data, Number);
      return [form === "json" ? JSON.stringify({ text, shape: shape.slice(1), numbers }) : `${numbers.map(rounded).join(" ")}\t${text}`];
    };
  }
  const width = Math.max("label".length, ...model.labels.map((label) => label.length));
  if (form === "table") head = [`${"label".padEnd(width)}  probability  text`];
  return async (text) => {
    const [found] = await model.predict(text);
    if (found === undefined) return [];
    const { label, probability } = found;
    const row =
      form === "json"
        ? JSON.stringify({ text, ...found })
        : form === "table"
          ? `${label.padEnd(width)}  ${probability.toFixed(4).padStart("probability".length)}  ${text}`
          : `${label}\t${probability.toFixed(4)}\t${text}`;
    const lines = [...head, row];
    head = [];
    return lines;
  };
}

const rounded = (number: number): string => String(Number(number.toPrecision(6)));
