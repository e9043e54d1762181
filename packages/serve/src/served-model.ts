import type { TextPreprocessor } from "@tidu/text";
import { classifications } from "./classify.ts";
import type { Classification } from "./classify.ts";
import { generated } from "./generate.ts";
import type { GenerateOptions } from "./generate.ts";
import { inputRows, namedRows, printed } from "./input-rows.ts";
import type { Rows } from "./input-rows.ts";
import type { FileValue, ModelFile } from "./model-file.ts";
import { fromRuntime, joinRows, rowsBetween, toRuntime } from "./numbers.ts";
import type { NumberRows, Numbers } from "./numbers.ts";
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
   * @param rows texts, where the file says how they become numbers, or numbers
   * @throws when rows do not fit the input; a text is empty; or the file takes no texts
   */
  predict(rows: Rows, options?: PredictOptions): Promise<readonly Classification[]>;
}

/** A model of numbers. */
export interface ServedNumbers extends ServedBase {
  readonly labels: undefined;
  /**
   * The (first) output for all rows.
   *
   * @param rows texts, where the file says how they become numbers, or numbers
   * @throws when rows do not fit the input; a text is empty; or the file takes no texts
   */
  predict(rows: Rows, options?: PredictOptions): Promise<Numbers>;
}

/** A model from a file, ready to predict; `labels` tells the two kinds apart. */
export type ServedModel = ServedClassifier | ServedNumbers;

interface ServedBase {
  readonly inputs: readonly FileValue[];
  readonly outputs: readonly FileValue[];
  readonly metadata: Readonly<Record<string, string>>;
  /** What turns texts into the input; undefined: the model takes numbers only. */
  readonly preprocessing: TextPreprocessor | undefined;
  /** All outputs by name, for numbers by the inputs' names. */
  run(inputs: Readonly<Record<string, NumberRows>>): Promise<Readonly<Record<string, Numbers>>>;
  /**
   * Goes on with a text, for language models: from ids [batch, time] to numbers for the ids that may follow. Every id costs a run over
   * all of the text so far.
   *
   * @returns what was added, without the prompt
   */
  generate(prompt: string, options?: GenerateOptions): Promise<string>;
  /** Releases the model; it predicts nothing afterwards. */
  dispose(): Promise<void>;
}

/** A model on a session of the runtime. */
export function servedModel(
  file: ModelFile,
  { preprocessing = file.preprocessing, labels = file.labels }: Partial<Pick<ModelFile, "preprocessing" | "labels">>,
  runtime: Runtime,
  session: RuntimeSession,
): ServedModel {
  let open = true;
  const run = async (where: string, values: Readonly<Record<string, Numbers>>): Promise<Readonly<Record<string, Numbers>>> => {
    if (!open) throw new Error(`${where}: the model was disposed of. Load it again.`);
    const feeds = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toRuntime(runtime, value)]));
    const results = await session.run(feeds).catch((cause: unknown) => {
      throw new Error(`${where}: onnxruntime could not run the model: ${messageOf(cause)}`, { cause });
    });
    return Object.fromEntries(Object.entries(results).map(([name, value]) => [name, fromRuntime(name, value)]));
  };
  const first = async (where: string, rows: Numbers): Promise<Numbers> => {
    const [input, output] = [file.inputs[0], file.outputs[0]];
    const time = rows.shape[1];
    if (file.longestSequence !== undefined && input?.shape.length === 2 && time !== undefined && time > file.longestSequence)
      throw new RangeError(`${where}: received sequences of ${time}, the model takes up to ${file.longestSequence}. Shorten them.`);
    const results = await run(where, { [input?.name ?? ""]: rows });
    const result = results[output?.name ?? ""];
    if (result === undefined) throw new Error(`${where}: the file gives no output.`);
    return result;
  };
  const numbersOf = async (rows: Rows, { batchSize = 256 }: PredictOptions = {}): Promise<Numbers> => {
    if (!Number.isInteger(batchSize) || batchSize < 1)
      throw new RangeError(`predict: expected batchSize to be at least 1, received ${batchSize}.`);
    const values = inputRows("predict", rows, file, preprocessing);
    const parts: Numbers[] = [];
    for (let start = 0; start < (values.shape[0] ?? 0); start += batchSize)
      parts.push(await first("predict", rowsBetween(values, start, Math.min(start + batchSize, values.shape[0] ?? 0))));
    return joinRows(parts);
  };
  const base: ServedBase = {
    inputs: file.inputs,
    outputs: file.outputs,
    metadata: file.metadata,
    preprocessing,
    run: async (inputs) => run("run", allInputs(file.inputs, inputs)),
    generate: async (prompt, options = {}) =>
      generated(prompt, options, file, preprocessing, (ids) =>
        first("generate", namedRows("generate", { shape: [1, ids.length], data: ids }, file.inputs[0] ?? noInput)),
      ),
    dispose: async () => {
      if (open) await session.release();
      open = false;
    },
  };
  if (labels === undefined) return { ...base, labels, predict: numbersOf };
  const [output] = file.outputs;
  checkLabels(labels, output);
  return { ...base, labels, predict: async (rows, options) => classifications(await numbersOf(rows, options), labels, file.outputKind) };
}

const noInput: FileValue = { name: "", dtype: "float32", shape: [] };

function allInputs(inputs: readonly FileValue[], given: Readonly<Record<string, NumberRows>>): Readonly<Record<string, Numbers>> {
  const names = new Set(inputs.map(({ name }) => name));
  const unknown = Object.keys(given).find((name) => !names.has(name));
  if (unknown !== undefined)
    throw new Error(`run: there is no input "${unknown}". Inputs: ${inputs.map((input) => `${input.name} ${printed(input)}`).join(", ")}.`);
  return Object.fromEntries(
    inputs.map((input) => {
      const rows = given[input.name];
      if (rows === undefined) throw new Error(`run: nothing for the input "${input.name}", ${printed(input)}.`);
      return [input.name, namedRows(`run: "${input.name}"`, rows, input)];
    }),
  );
}

function checkLabels(labels: readonly string[], output: FileValue | undefined): void {
  const classes = output?.shape.at(-1);
  const fits = output?.shape.length === 2 && (classes === labels.length || (classes === 1 && labels.length === 2));
  if (!fits)
    throw new Error(
      `loadModel: ${labels.length} labels do not fit the output ${output === undefined ? "" : printed(output)}: a label for each of [batch, classes], or two for [batch, 1].`,
    );
}
