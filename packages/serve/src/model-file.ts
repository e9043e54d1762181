import { decodeModel } from "@tidu/onnx-format";
import type { GraphProto, ModelProto, NodeProto, ValueInfo } from "@tidu/onnx-format";
import { numberType } from "./numbers.ts";
import type { NumberType } from "./numbers.ts";
import { messageOf } from "./runtime.ts";
import { textMetadata } from "./text-metadata.ts";
import type { TextMetadata } from "./text-metadata.ts";

/** An input or output of a file; sizes that are free have names. */
export interface FileValue {
  readonly name: string;
  readonly dtype: NumberType;
  readonly shape: readonly (number | string)[];
}

/** How the numbers of the output are to be read. */
export type OutputKind = "probabilities" | "logProbabilities" | "logits";

/** What a file says of itself. */
export interface ModelFile extends TextMetadata {
  readonly inputs: readonly FileValue[];
  readonly outputs: readonly FileValue[];
  readonly outputKind: OutputKind;
  readonly metadata: Readonly<Record<string, string>>;
  /** Files beside it that hold weights. */
  readonly externalFiles: readonly string[];
}

/**
 * Reads what an ONNX file says of its inputs and outputs, and what `model.export` wrote besides.
 *
 * @param where the file in errors
 * @throws when it is broken, no ONNX file, or holds preprocessing or labels of a kind that is not known
 */
export function readModelFile(bytes: Uint8Array, where: string): ModelFile {
  const model = decoded(bytes, where);
  const { graph, metadata = {} } = model;
  const constants = new Set(graph.initializers.map(({ name }) => name));
  const inputs = graph.inputs.filter(({ name }) => !constants.has(name)).map((value) => fileValue(where, "input", value));
  const names = inputs.map(({ name }) => name);
  return {
    inputs,
    outputs: graph.outputs.map((value) => fileValue(where, "output", value)),
    outputKind: outputKind(graph),
    metadata,
    ...textMetadata(metadata, names, where),
    externalFiles: [...new Set(graph.initializers.flatMap(({ external }) => (external === undefined ? [] : [external.location])))],
  };
}

function decoded(bytes: Uint8Array, where: string): ModelProto {
  try {
    return decodeModel(bytes);
  } catch (cause) {
    throw new Error(`loadModel: ${where}: ${messageOf(cause)}`, { cause });
  }
}

function fileValue(where: string, kind: "input" | "output", { name, type, shape }: ValueInfo): FileValue {
  if (shape === undefined) throw new Error(`loadModel: ${where}: the shape of ${kind} "${name}" is not in the file.`);
  return { name, dtype: numberType(`loadModel: ${where}: ${kind} "${name}"`, type), shape: shape.map((dim, axis) => dim ?? `axis${axis}`) };
}

/** Nodes that change the form of numbers, but not what they mean. */
const passing = new Set(["Identity", "Reshape", "Squeeze", "Unsqueeze", "Flatten", "Transpose", "Cast"]);
const kinds: Readonly<Record<string, OutputKind>> = { Softmax: "probabilities", Sigmoid: "probabilities", LogSoftmax: "logProbabilities" };

/** By the operator that makes the output. */
function outputKind({ nodes, outputs }: GraphProto): OutputKind {
  const makers = new Map(nodes.flatMap((node): [string, NodeProto][] => node.outputs.map((name) => [name, node])));
  let node = makers.get(outputs[0]?.name ?? "");
  while (node !== undefined && passing.has(node.opType)) node = makers.get(node.inputs[0] ?? "");
  return (node && kinds[node.opType]) ?? "logits";
}
