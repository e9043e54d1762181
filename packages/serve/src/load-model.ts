import type { TextPreprocessor } from "@tidu/text";
import { readModelFile } from "./model-file.ts";
import type { ModelFile } from "./model-file.ts";
import { loadRuntime, messageOf } from "./runtime.ts";
import type { ExternalFile, Runtime } from "./runtime.ts";
import { servedModel } from "./served-model.ts";
import type { ServedClassifier, ServedModel } from "./served-model.ts";

export interface LoadModelOptions {
  /** An onnxruntime module, such as onnxruntime-web in browsers. Default: onnxruntime-node. */
  readonly runtime?: Runtime;
  /** What turns texts into the input, or into some of several by their names, where the file does not say it. Default: what the file says. */
  readonly preprocessing?: TextPreprocessor | Readonly<Record<string, TextPreprocessor>>;
  /** What the classes are called, where the file does not say it. Default: what the file says. */
  readonly labels?: readonly string[];
  /** The file beside a model of over 1 GB, for models from bytes; from a path it is found. */
  readonly externalData?: ExternalFile;
}

/** A path (Node), or the bytes of a file. */
export type ModelSource = string | URL | Uint8Array | ArrayBuffer;

/**
 * Opens an ONNX file: one that Tidu exported knows its preprocessing and labels, any other predicts on numbers.
 *
 * @throws when it cannot be read, is broken, holds preprocessing of an unknown kind, the one given is for no input, or onnxruntime is not
 * installed or refuses it
 *
 * @example
 * const model = await loadModel("sentiment.onnx");
 * await model.predict(["what a film"]); // [{ label: "positive", probability: 0.97, probabilities: { … } }]
 * await model.dispose();
 */
export async function loadModel(source: ModelSource, options: LoadModelOptions = {}): Promise<ServedModel> {
  const { runtime, preprocessing, labels, externalData } = options;
  const isFile = typeof source === "string" || source instanceof URL;
  const where = isFile ? String(source) : "the model";
  const bytes = isFile ? await readBytes(source) : source instanceof Uint8Array ? source : new Uint8Array(source);
  const read = readModelFile(bytes, where);
  const file = { ...read, labels: labels ?? read.labels, preprocessings: preprocessingsOf(read, preprocessing) };
  const beside = isFile && externalData === undefined ? await externalFiles(source, file.externalFiles) : [];
  const engine = runtime ?? (await loadRuntime());
  const session = await engine.InferenceSession.create(bytes, {
    graphOptimizationLevel: "all",
    logSeverityLevel: 4, // errors are thrown; do not print them too
    ...((externalData !== undefined || beside.length > 0) && { externalData: externalData === undefined ? beside : [externalData] }),
  }).catch((cause: unknown) => {
    throw new Error(`loadModel: ${where}: onnxruntime cannot open it: ${messageOf(cause)}`, { cause });
  });
  return servedModel(file, engine, session);
}

/**
 * {@link loadModel} for a file that names its classes.
 *
 * @throws when it names none
 */
export async function loadClassifier(source: ModelSource, options: LoadModelOptions = {}): Promise<ServedClassifier> {
  const model = await loadModel(source, options);
  if (model.labels !== undefined) return model;
  await model.dispose();
  throw new Error("loadClassifier: the file names no classes. Export it with { labels }, or pass them: { labels: […] }.");
}

/** What the file says, and what is given instead. */
function preprocessingsOf(
  { inputs, preprocessings }: ModelFile,
  given: LoadModelOptions["preprocessing"] = {},
): ModelFile["preprocessings"] {
  const names = inputs.map(({ name }) => name);
  const [only] = names;
  if (isPreprocessor(given)) {
    if (only !== undefined && names.length === 1) return new Map([[only, given]]);
    throw new Error(
      `loadModel: preprocessing is for one input, the model has ${names.length} (${names.join(", ")}). Name those that take texts: { ${names.map((name) => `${name}: …`).join(", ")} }.`,
    );
  }
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`loadModel: preprocessing for "${unknown}", which is no input. Inputs: ${names.join(", ")}.`);
  return new Map([...preprocessings, ...Object.entries(given)]);
}

const isPreprocessor = (given: NonNullable<LoadModelOptions["preprocessing"]>): given is TextPreprocessor =>
  typeof given.encode === "function";

async function readBytes(path: string | URL): Promise<Uint8Array> {
  try {
    const { readFile } = await import("node:fs/promises");
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw new Error(`loadModel: cannot read ${String(path)}: ${messageOf(cause)}. In browsers, pass bytes.`, { cause });
  }
}

async function externalFiles(path: string | URL, names: readonly string[]): Promise<readonly ExternalFile[]> {
  const place = String(path).replace(/[^/\\]*$/, "");
  return Promise.all(
    names.map(async (name) => ({ path: name, data: await readBytes(path instanceof URL ? new URL(name, path) : `${place}${name}`) })),
  );
}
