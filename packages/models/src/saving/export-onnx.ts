import { tensorData } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { encodeModelFiles, toOnnx } from "@tidu/onnx-export";
import type { Network } from "../network/network.ts";
import type { FlatWeights } from "../network/weight-paths.ts";
import { inDtype, inferenceGraph } from "../prediction.ts";
import { sampleRowsOf } from "./export-samples.ts";
import type { Samples } from "./export-samples.ts";
import { preprocessingsOf } from "./exported-preprocessing.ts";
import type { PreprocessingByInput } from "./exported-preprocessing.ts";
import { largestDifference } from "./largest-difference.ts";
import { fileMetadata } from "./text-metadata.ts";
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
  readonly samples?: Samples;
  /**
   * What turns texts into the input (`textVectorization`, `textSequence` … of @tidu/text), or into some of several inputs, by their
   * names: written into the file, from which @tidu/serve predicts from raw text. Default: none.
   */
  readonly preprocessing?: PreprocessingByInput;
  /**
   * The name of the input, one with preprocessing, whose next id the output gives numbers for: @tidu/serve goes on with texts of it.
   * Default: none.
   */
  readonly generates?: string;
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

/**
 * Writes the network as an ONNX file with free batch size, after running it and comparing its outputs with the model's own.
 *
 * @throws when they differ by more than the tolerance (nothing is written), or the file cannot be written
 */
export async function exportOnnx(
  { path, name, network, weights, predict, run }: ExportRequest,
  options: ExportOptions,
): Promise<ExportReport> {
  const { samples, generates, labels, tolerance = 1e-4, verifyWith = run } = options;
  const preprocessings = preprocessingsOf(network.inputs, options.preprocessing);
  const metadata = fileMetadata(network, options.metadata ?? {}, { preprocessings, generates, labels });
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

  const given = await sampleRowsOf(samples, network.inputs, preprocessings);
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

const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
