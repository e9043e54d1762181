import { emptyArray, tensorData } from "@tidu/core-tensor";
import type { DType, TensorData } from "@tidu/core-tensor";
import { decodeSafetensors, encodeSafetensors } from "../safetensors.ts";
import type { SafetensorsDtype, SafetensorsTensor } from "../safetensors.ts";
import type { ArchitectureConfig } from "./architecture.ts";
import type { CompileConfig } from "./compile-config.ts";

/** All of a model in one value: what one .safetensors file holds. */
export interface ModelFile {
  readonly kind: "sequential" | "functional";
  readonly name: string;
  readonly architecture: ArchitectureConfig;
  /** Absent when the model was not compiled, or uses functions of the user's own. */
  readonly compile: CompileConfig | undefined;
  /** The words of the key that all randomness follows from, and how often fit has run. */
  readonly randomness: { readonly key: readonly [number, number]; readonly fits: number };
  /** By path. */
  readonly weights: Readonly<Record<string, TensorData>>;
  /** The leaves of the optimizer's state by path; empty before training. */
  readonly optimizer: Readonly<Record<string, TensorData>>;
}

const format = "tidu-model";
const version = 1;
const optimizerPrefix = "optimizer/";

/** The bytes of a model file. Weights are tensors under their paths, the optimizer's state under `optimizer/`. */
export function encodeModelFile({ weights, optimizer, ...rest }: ModelFile): Uint8Array {
  const clash = Object.keys(weights).find((path) => path.startsWith(optimizerPrefix));
  if (clash !== undefined) throw new Error(`save: a layer is named "optimizer", which the file needs for the optimizer's state. Rename it.`);
  const tensors = { ...weights, ...Object.fromEntries(Object.entries(optimizer).map(([path, value]) => [optimizerPrefix + path, value])) };
  return encodeSafetensors({
    tensors: Object.fromEntries(Object.entries(tensors).map(([path, value]) => [path, toSafetensor(value)])),
    metadata: { format, version: String(version), model: JSON.stringify(rest) },
  });
}

/**
 * Reads a model file.
 *
 * @param where names the file in errors
 * @throws when the bytes are not a model file of this project, or of a newer version
 */
export function decodeModelFile(bytes: Uint8Array, where: string): ModelFile {
  const { tensors, metadata } = readSafetensors(bytes, where);
  if (metadata?.["format"] !== format) {
    throw new Error(`${where}: a safetensors file, but not a Tidu model (its metadata say ${JSON.stringify(metadata?.["format"] ?? null)}). Load its tensors with decodeSafetensors and setWeights.`);
  }
  if (Number(metadata["version"]) > version) throw new Error(`${where}: written by a newer Tidu (file version ${metadata["version"]}, known: ${version}). Update tidu.`);
  const rest = parseModel(metadata["model"], where);
  const weights: Record<string, TensorData> = {};
  const optimizer: Record<string, TensorData> = {};
  for (const [path, value] of Object.entries(tensors)) {
    if (path.startsWith(optimizerPrefix)) optimizer[path.slice(optimizerPrefix.length)] = fromSafetensor(value);
    else weights[path] = fromSafetensor(value);
  }
  return { ...rest, weights, optimizer };
}

function readSafetensors(bytes: Uint8Array, where: string): ReturnType<typeof decodeSafetensors> {
  try {
    return decodeSafetensors(bytes);
  } catch (error) {
    throw new Error(`${where}: not a readable model file. ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function parseModel(text: string | undefined, where: string): Omit<ModelFile, "weights" | "optimizer"> {
  try {
    const parsed: unknown = JSON.parse(text ?? "");
    if (typeof parsed === "object" && parsed !== null && "architecture" in parsed && "kind" in parsed) return parsed as Omit<ModelFile, "weights" | "optimizer">;
  } catch (error) {
    throw new Error(`${where}: its description of the model is broken. Save it again.`, { cause: error });
  }
  throw new Error(`${where}: its description of the model is incomplete. Save it again.`);
}

const names: Readonly<Record<DType, SafetensorsDtype>> = { float32: "F32", int32: "I32", uint32: "U32", bool: "BOOL", uint8: "U8", int64: "I64", float16: "F16" };
const dtypesByName = Object.fromEntries(Object.entries(names).map(([dtype, name]) => [name, dtype])) as Readonly<Record<SafetensorsDtype, DType>>;

const toSafetensor = ({ dtype, shape, data }: TensorData): SafetensorsTensor => ({ dtype: names[dtype], shape, data });

const fromSafetensor = ({ dtype, shape, data }: SafetensorsTensor): TensorData =>
  data.length === 0 ? tensorData(emptyArray(dtypesByName[dtype], 0), shape, dtypesByName[dtype]) : { dtype: dtypesByName[dtype], shape, data };
