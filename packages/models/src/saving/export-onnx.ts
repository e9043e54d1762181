import { hash, tensorData } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { encodeModelFiles, toOnnx } from "@tidu/onnx-export";
import { toInputs } from "../data/inputs.ts";
import type { Inputs } from "../data/inputs.ts";
import type { Network, NetworkInput } from "../network/network.ts";
import type { FlatWeights } from "../network/weight-paths.ts";
import { inDtype, inferenceGraph } from "../prediction.ts";
import { largestDifference } from "./largest-difference.ts";
import { fileMetadata } from "./text-metadata.ts";
import type { ExportedPreprocessing } from "./text-metadata.ts";
import { writeFilesWhole } from "./write-file.ts";

/** Runs an ONNX file: values by input name in, values by output name out. `runOnnx` of @tidu/backend-onnxruntime is one. */
export type OnnxRunner = (model: OnnxBytes, inputs: Readonly<Record<string, TensorData>>) => Promise<Readonly<Record<string, TensorData>>>;

/** A file, and the large numbers that stand beside it when it would be over 1 GB. */
export interface OnnxBytes {
  readonly model: Uint8Array;
  readonly externalData?: { readonly path: string; readonly data: Uint8Array };
}

export interface ExportOptions {
  /** Rows to compare on, as `predict` takes them, or texts, where there is preprocessing. Default: five made-up ones. */
  readonly samples?: Inputs | readonly string[];
  /**
   * What turns texts into the input (`textVectorization`, `textSequence` … of @tidu/text): written into the file, from which
   * @tidu/serve predicts from raw text. Default: none.
   */
  readonly preprocessing?: ExportedPreprocessing;
  /** What the classes are called, in the order of the last axis of the output; two for a single probability. Default: not said. */
  readonly labels?: readonly string[];
  /** Shown by viewers: author, license, what the classes are … */
  readonly metadata?: Readonly<Record<string, string>>;
  /** How far outputs may differ, relative to the largest one (or to 1). Default: 1e-4. */
  readonly tolerance?: number;
  /** What runs the file. Default: the model's. `false` writes it unproved. */
  readonly verifyWith?: OnnxRunner | false;
}

export interface ExportReport {
  readonly path: string;
  readonly bytes: number;
  /** The largest difference between the file's outputs and the model's own, over `samples` rows; NaN when not verified. */
  readonly maxDifference: number;
  readonly samples: number;
}

export interface ExportRequest {
  readonly path: string;
  readonly name: string;
  readonly network: Network;
  /** Known numbers. */
  readonly weights: FlatWeights;
  /** What the model itself gives for some rows. */
  readonly predict: (inputs: readonly TensorData[]) => Promise<readonly TensorData[]>;
  readonly run: OnnxRunner | undefined;
}

const sampleRows = 5;
/** Of axes whose size is free. */
const sampleSize = 7;

/**
 * Writes the network as an ONNX file with free batch size, after running it and comparing its outputs with the model's own.
 *
 * @throws when they differ by more than the tolerance (nothing is written), or the file cannot be written
 */
export async function exportOnnx(
  { path, name, network, weights, predict, run }: ExportRequest,
  options: ExportOptions,
): Promise<ExportReport> {
  const { samples, preprocessing, labels, tolerance = 1e-4, verifyWith = run } = options;
  const metadata = fileMetadata(network, options.metadata ?? {}, { preprocessing, labels });
  if (verifyWith === undefined) {
    throw new Error(
      `export: nothing to run ${path} with. Pass verifyWith: runOnnx of @tidu/backend-onnxruntime (or import from "tidu"), or verifyWith: false to write it unproved.`,
    );
  }
  const { graph, weightPaths } = inferenceGraph(network, weights);
  const constants = new Map<number, TensorData>();
  for (const [i, weightPath] of weightPaths.entries()) {
    const weight = weights[weightPath];
    if (weight !== undefined) constants.set(network.inputs.length + i, await weight.value());
  }
  const file = encodeModelFiles(toOnnx(graph, { name, constants, metadata }), { externalDataPath: `${baseName(path)}.data` });

  const rowsGiven = isTexts(samples) ? encodedSamples(samples, preprocessing) : samples;
  const given =
    rowsGiven === undefined ? network.inputs.map(madeUp) : await toInputs(rowsGiven, network.inputs, { where: "export: samples" });
  const rows = network.inputs.map(({ spec }, i) => inDtype(given[i] ?? tensorData([]), spec.dtype));
  let maxDifference = NaN;
  if (verifyWith !== false) {
    const received = await verifyWith(file, Object.fromEntries(network.inputs.map(({ name }, i) => [name, rows[i] ?? tensorData([])])));
    const names = network.outputs.map((output) => output.name);
    maxDifference = largestDifference(names, await predict(rows), received, tolerance);
  }
  const { model, externalData } = file;
  await writeFilesWhole([
    ...(externalData === undefined ? [] : [{ path: `${path}.data`, bytes: externalData.data }]),
    { path, bytes: model },
  ]);
  return { path, bytes: model.length + (externalData?.data.length ?? 0), maxDifference, samples: rows[0]?.shape[0] ?? 0 };
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

const isTexts = (samples: ExportOptions["samples"]): samples is readonly string[] =>
  Array.isArray(samples) && typeof samples[0] === "string";

function encodedSamples(texts: readonly string[], preprocessing: ExportedPreprocessing | undefined): TensorData {
  if (preprocessing === undefined) throw new Error("export: samples are texts, but there is no preprocessing to encode them with.");
  return preprocessing.encode(texts);
}

const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
