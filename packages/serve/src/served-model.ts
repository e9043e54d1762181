import type { TextPreprocessor } from "@tidu/text";
import { classifications } from "./classify.ts";
import type { Classification } from "./classify.ts";
import { generated } from "./generate.ts";
import type { GenerateOptions } from "./generate.ts";
import { inputRows, printed, rowCount } from "./input-rows.ts";
import type { Rows, RowsByInput } from "./input-rows.ts";
import type { FileValue, ModelFile } from "./model-file.ts";
import { fromRuntime, joinRows, rowsBetween, toRuntime } from "./numbers.ts";
import type { Numbers } from "./numbers.ts";
import { messageOf } from "./runtime.ts";
import type { Runtime, RuntimeSession } from "./runtime.ts";

export interface PredictOptions {
  /** Rows that run at once. Default: 256. */
  readonly batchSize?: number;
}

/** A model whose file names its classes. */
export interface ServedClassifier extends ServedBase {
  readonly labels: readonly string[];
  /**
   * The class of every row.
   *
   * @param rows texts, where the file says how they become numbers, or numbers; of several inputs by their names
   * @throws when rows do not fit the input, or inputs differ in their number; a text is empty; or the file takes no texts
   */
  predict(rows: Rows | RowsByInput, options?: PredictOptions): Promise<readonly Classification[]>;
}

/** A model of numbers. */
export interface ServedNumbers extends ServedBase {
  readonly labels: undefined;
  /**
   * The (first) output for all rows.
   *
   * @param rows texts, where the file says how they become numbers, or numbers; of several inputs by their names
   * @throws when rows do not fit the input, or inputs differ in their number; a text is empty; or the file takes no texts
   */
  predict(rows: Rows | RowsByInput, options?: PredictOptions): Promise<Numbers>;
}

/** A model from a file, ready to predict; `labels` tells the two kinds apart. */
export type ServedModel = ServedClassifier | ServedNumbers;

interface ServedBase {
  readonly inputs: readonly FileValue[];
  readonly outputs: readonly FileValue[];
  readonly metadata: Readonly<Record<string, string>>;
  /** What turns texts into the only input; undefined: the model takes numbers only, or has several inputs. */
  readonly preprocessing: TextPreprocessor | undefined;
  /** What turns texts into inputs, by their names; the others take numbers. */
  readonly preprocessings: Readonly<Record<string, TextPreprocessor>>;
  /** The input that `generate` goes on with, where the file says it. */
  readonly generates: string | undefined;
  /** All outputs by name, for texts or numbers by the inputs' names. */
  run(inputs: RowsByInput): Promise<Readonly<Record<string, Numbers>>>;
  /**
   * Goes on with a text, for language models: from ids [batch, time] to numbers for the ids that may follow. Every id costs a run over
   * all of the text so far.
   *
   * @param prompt may be empty where texts have a start id
   * @returns what was added, without the prompt: the prompt and it are the whole text
   * @throws when the file is no language model, the prompt has no token, or the other inputs are not one row each
   *
   * @example
   * await model.generate("", { inputs: { english: "the cat sleeps" }, sample: { strategy: "greedy" } });
   */
  generate(prompt: string, options?: GenerateOptions): Promise<string>;
  /** Releases the model; it predicts nothing afterwards. */
  dispose(): Promise<void>;
}

/** A model on a session of the runtime. */
export function servedModel(file: ModelFile, runtime: Runtime, session: RuntimeSession): ServedModel {
  let open = true;
  const run = async (where: string, values: ReadonlyMap<string, Numbers>): Promise<Readonly<Record<string, Numbers>>> => {
    if (!open) throw new Error(`${where}: the model was disposed of. Load it again.`);
    const feeds = Object.fromEntries([...values].map(([name, value]) => [name, toRuntime(runtime, value)]));
    const results = await session.run(feeds).catch((cause: unknown) => {
      throw new Error(`${where}: onnxruntime could not run the model: ${messageOf(cause)}`, { cause });
    });
    return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, fromRuntime(name, value)]));
  };
  const first = async (where: string, values: ReadonlyMap<string, Numbers>): Promise<Numbers> => {
    const results = await run(where, values);
    const result = results[file.outputs[0]?.name ?? ""];
    if (result === undefined) throw new Error(`${where}: the file gives no output.`);
    return result;
  };
  const numbersOf = async (given: Rows | RowsByInput, { batchSize = 256 }: PredictOptions = {}): Promise<Numbers> => {
    if (!Number.isInteger(batchSize) || batchSize < 1)
      throw new RangeError(`predict: expected batchSize to be at least 1, received ${batchSize}.`);
    const values = inputRows("predict", given, file);
    const rows = rowCount("predict", values);
    const parts: Numbers[] = [];
    for (let start = 0; start < rows; start += batchSize) {
      const end = Math.min(start + batchSize, rows);
      parts.push(await first("predict", new Map([...values].map(([name, value]) => [name, rowsBetween(value, start, end)]))));
    }
    return joinRows(parts);
  };
  const { inputs, outputs, metadata, preprocessings, generates, labels } = file;
  const base: ServedBase = {
    inputs,
    outputs,
    metadata,
    preprocessing: inputs.length === 1 ? preprocessings.get(inputs[0]?.name ?? "") : undefined,
    preprocessings: Object.fromEntries(preprocessings),
    generates,
    run: async (given) => run("run", inputRows("run", given, file)),
    generate: async (prompt, options = {}) => generated(prompt, options, file, (values) => first("generate", values)),
    dispose: async () => {
      if (open) await session.release();
      open = false;
    },
  };
  if (labels === undefined) return { ...base, labels, predict: numbersOf };
  checkLabels(labels, outputs[0]);
  return { ...base, labels, predict: async (rows, options) => classifications(await numbersOf(rows, options), labels, file.outputKind) };
}

function checkLabels(labels: readonly string[], output: FileValue | undefined): void {
  const classes = output?.shape.at(-1);
  const fits = output?.shape.length === 2 && (classes === labels.length || (classes === 1 && labels.length === 2));
  if (!fits)
    throw new Error(
      `loadModel: ${labels.length} labels do not fit the output ${output === undefined ? "" : printed(output)}: a label for each of [batch, classes], or two for [batch, 1].`,
    );
}
