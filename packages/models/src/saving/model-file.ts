import { emptyArray, tensorData } from "@tidu/core-tensor";
import type { DType, TensorData } from "@tidu/core-tensor";
import { decodeSafetensors, encodeSafetensors } from "../safetensors.ts";
import type { SafetensorsDtype, SafetensorsTensor } from "../safetensors.ts";
import type { Randomness } from "../model-state.ts";
import { isArchitecture, isNumbers, isRecord } from "./architecture.ts";
import type { ArchitectureConfig } from "./architecture.ts";
import type { CompileConfig } from "./compile-config.ts";

/** All of a model in one value: what one .safetensors file holds. */
export interface ModelFile extends ModelDescription {
  /** By path. */
  readonly weights: Readonly<Record<string, TensorData>>;
  /** The leaves of the optimizer's state by path; empty before training. */
  readonly optimizer: Readonly<Record<string, TensorData>>;
}

/** What is not numbers, as JSON. */
export interface ModelDescription {
  readonly kind: "sequential" | "functional";
  readonly name: string;
  readonly architecture: ArchitectureConfig;
  /** How it was compiled. Absent when it was not, or a part of it cannot be held. */
  readonly compile?: CompileConfig;
  /** The part that kept `compile` out. */
  readonly notCompiled?: string;
  readonly randomness: Randomness;
}

const format = "tidu-model";
const version = 1;
const optimizerPrefix = "optimizer/";

/** The bytes of a model file. Weights are tensors under their paths, the optimizer's state under `optimizer/`. */
export function encodeModelFile({ weights, optimizer, ...description }: ModelFile): Uint8Array {
  const clash = Object.keys(weights).find((path) => path.startsWith(optimizerPrefix));
  if (clash !== undefined)
    throw new Error(`save: a layer is named "optimizer", which the file needs for the optimizer's state. Rename it.`);
  const states = Object.entries(optimizer).map(([path, value]): [string, TensorData] => [optimizerPrefix + path, value]);
  const tensors = [...Object.entries(weights), ...states].map(([path, value]) => [path, toSafetensor(value)] as const);
  return encodeSafetensors({
    tensors: Object.fromEntries(tensors),
    metadata: { format, version: String(version), model: JSON.stringify(description) },
  });
}

/**
 * Reads a model file.
 *
 * @param where names the file in errors
 * @throws when the bytes are not a model file of this project, are cut short, or of a newer version
 */
export function decodeModelFile(bytes: Uint8Array, where: string): ModelFile {
  const { tensors, metadata } = readSafetensors(bytes, where);
  if (metadata["format"] !== format) {
    const found = metadata["format"] === undefined ? "no format" : `the format ${JSON.stringify(metadata["format"])}`;
    throw new Error(
      `${where}: a safetensors file, but not a Tidu model (its metadata name ${found}). Read its tensors with decodeSafetensors and pass them to setWeights.`,
    );
  }
  const written = metadata["version"] ?? "unknown";
  if (!(Number(written) <= version))
    throw new Error(`${where}: written by a newer Tidu (file version ${written}, known: ${version}). Update tidu.`);
  const description = parseDescription(metadata["model"], where);
  const weights: Record<string, TensorData> = {};
  const optimizer: Record<string, TensorData> = {};
  for (const [path, value] of Object.entries(tensors)) {
    if (path.startsWith(optimizerPrefix)) optimizer[path.slice(optimizerPrefix.length)] = fromSafetensor(value);
    else weights[path] = fromSafetensor(value);
  }
  return { ...description, weights, optimizer };
}

/**
 * The weights in a .safetensors file by path, whoever wrote it; the optimizer's state of a model file is left out.
 *
 * @throws when the bytes are no such file
 */
export function weightsInFile(bytes: Uint8Array, where: string): Readonly<Record<string, TensorData>> {
  const { tensors, metadata } = readSafetensors(bytes, where);
  const entries = Object.entries(tensors).filter(([path]) => metadata["format"] !== format || !path.startsWith(optimizerPrefix));
  return Object.fromEntries(entries.map(([path, value]) => [path, fromSafetensor(value)]));
}

function readSafetensors(bytes: Uint8Array, where: string): ReturnType<typeof decodeSafetensors> {
  try {
    return decodeSafetensors(bytes);
  } catch (error) {
    throw new Error(`${where}: not a readable model file: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function parseDescription(text: string | undefined, where: string): ModelDescription {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text ?? "");
  } catch (error) {
    throw new Error(`${where}: its description of the model is broken. Save it again.`, { cause: error });
  }
  if (isDescription(parsed)) return parsed;
  throw new Error(`${where}: its description of the model is incomplete. Save it again.`);
}

/** Looks at the outline; what is inside a layer's config, its factory checks. */
function isDescription(value: unknown): value is ModelDescription {
  if (!isRecord(value) || typeof value["name"] !== "string" || !["sequential", "functional"].includes(String(value["kind"]))) return false;
  const { architecture, randomness, compile = {} } = value;
  if (!isRecord(compile) || !isRecord(randomness) || !isNumbers(randomness["key"]) || typeof randomness["epochs"] !== "number")
    return false;
  return isArchitecture(architecture);
}

const names: Readonly<Record<DType, SafetensorsDtype>> = {
  float32: "F32",
  int32: "I32",
  uint32: "U32",
  bool: "BOOL",
  uint8: "U8",
  int64: "I64",
  float16: "F16",
};

const dtypesByName: Readonly<Record<SafetensorsDtype, DType>> = {
  F32: "float32",
  I32: "int32",
  U32: "uint32",
  BOOL: "bool",
  U8: "uint8",
  I64: "int64",
  F16: "float16",
};

const toSafetensor = ({ dtype, shape, data }: TensorData): SafetensorsTensor => ({ dtype: names[dtype], shape, data });

function fromSafetensor({ dtype: name, shape, data }: SafetensorsTensor): TensorData {
  const dtype = dtypesByName[name];
  return data.length === 0 ? tensorData(emptyArray(dtype, 0), shape, dtype) : { dtype, shape, data };
}
