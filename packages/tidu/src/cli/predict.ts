import type { Readable } from "node:stream";
import { predictArguments, usage } from "./predict-arguments.ts";
import { reportOf } from "./predict-report.ts";
import { checkColumns, givenRows, lineRows } from "./text-rows.ts";

/** Where `predict` reads and how it prints; what the terminal says by default. */
export interface PredictStreams {
  /** What lines come from when no text is given. */
  readonly input?: Readable & { readonly isTTY?: boolean };
  /** Whether a person reads along: columns with a head. */
  readonly isTerminal?: boolean;
}

/**
 * `tidu predict FILE.onnx TEXT …`, or a text on each line of the standard input: classes, numbers, what follows a text, or a translation,
 * by what the file is. The exit code is 1 when a text could not be predicted on.
 */
export async function predict(
  args: readonly string[],
  say: (text: string) => void,
  complain: (text: string) => void = console.error,
  { input = process.stdin, isTerminal = process.stdout.isTTY }: PredictStreams = {},
): Promise<number> {
  const { path, texts, json, generation } = predictArguments(args);
  if (texts.length === 0 && input.isTTY) throw new Error(`expected texts, or lines on the standard input. ${usage}`);
  const { loadModel } = await import("@tidu/serve");
  const model = await loadModel(path);
  try {
    const { columns, lines } = reportOf(path, model, json ? "json" : isTerminal ? "table" : "lines", generation);
    let [rows, failed, empty] = [0, 0, 0];
    for await (const row of texts.length > 0 ? givenRows(texts, columns) : lineRows(input, columns)) {
      rows += 1;
      if (row.texts.length === 0) {
        empty += 1;
        continue;
      }
      try {
        checkColumns(row.texts, columns);
        for (const line of await lines(row.texts)) say(line);
      } catch (error) {
        failed += 1;
        complain(`tidu predict: ${row.where}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    if (empty > 0) complain(`tidu predict: ${empty} empty ${empty === 1 ? "line was" : "lines were"} passed over.`);
    if (rows === empty) throw new Error(`received no text. ${usage}`);
    return failed === 0 ? 0 : 1;
  } finally {
    await model.dispose();
  }
}
