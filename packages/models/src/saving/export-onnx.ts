import { hash, tensorData } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { encodeModelFiles, toOnnx } from "@tidu/onnx-export";
import type { NamedSpec, Network } from "../network/network.ts";
import type { FlatWeights } from "../network/weight-paths.ts";
import { inferenceGraph } from "../prediction.ts";
import { writeFileWhole } from "./write-file.ts";

/** Runs an ONNX file: values by input name in, values by output name out. `runOnnx` of @tidu/backend-onnxruntime is one. */
export type OnnxRunner = (model: OnnxBytes, inputs: Readonly<Record<string, TensorData>>) => Promise<Readonly<Record<string, TensorData>>>;

/** A file, and the large numbers that stand beside it when it would be over 1 GB. */
export interface OnnxBytes {
  readonly model: Uint8Array;
  readonly externalData?: { readonly path: string; readonly data: Uint8Array };
}

export interface ExportOptions {
  /** Rows to compare on, by input name. Default: made-up ones. */
  readonly samples?: Readonly<Record<string, TensorData>>;
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

/**
 * Writes the network as an ONNX file with free batch size, after running it and comparing its outputs with the model's own.
 *
 * @throws when they differ by more than the tolerance (nothing is written), or the file cannot be written
 */
export async function exportOnnx(
  { path, name, network, weights, predict, run }: ExportRequest,
  options: ExportOptions,
): Promise<ExportReport> {
  const { samples, metadata = {}, tolerance = 1e-4, verifyWith = run } = options;
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

  const rows = network.inputs.map((input, i) => samples?.[input.name] ?? madeUp(input, i));
  const maxDifference = verifyWith === false ? NaN : await compare(file, network, rows, predict, verifyWith, tolerance, path);
  if (file.externalData !== undefined) await writeFileWhole(`${path}.data`, file.externalData.data);
  await writeFileWhole(path, file.model);
  return { path, bytes: file.model.length + (file.externalData?.data.length ?? 0), maxDifference, samples: rows[0]?.shape[0] ?? 0 };
}

async function compare(
  file: OnnxBytes,
  network: Network,
  rows: readonly TensorData[],
  predict: ExportRequest["predict"],
  run: OnnxRunner,
  tolerance: number,
  path: string,
): Promise<number> {
  const expected = await predict(rows);
  const received = await run(file, Object.fromEntries(network.inputs.map(({ name }, i) => [name, rows[i] ?? tensorData(0)])));
  let largest = 0;
  for (const [i, { name }] of network.outputs.entries()) {
    const own = Array.from(expected[i]?.data ?? [], Number);
    const other = Array.from(received[name]?.data ?? [], Number);
    if (other.length !== own.length)
      throw new Error(`export: ${path} gives ${other.length} values for "${name}", the model ${own.length}. Nothing was written.`);
    const scale = own.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    own.forEach((value, at) => {
      const difference = Math.abs(value - (other[at] ?? NaN));
      if (!(difference <= tolerance * scale) && !Object.is(value, other[at])) {
        throw new Error(
          `export: "${name}" differs by ${difference} at value ${at}: the file gives ${other[at]}, the model ${value}. Nothing was written.`,
        );
      }
      if (difference > largest) largest = difference;
    });
  }
  return largest;
}

/** Rows of numbers between -1 and 1 (0 and 1 for integers), always the same. */
function madeUp({ spec }: NamedSpec, position: number): TensorData {
  const shape = [sampleRows, ...spec.shape.slice(1).map((dim) => (typeof dim === "number" ? dim : 7))];
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

const baseName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
