import { decodeModel } from "@tidu/onnx-format";
import type { GraphProto, OpsetId, TensorProto, ValueInfo } from "@tidu/onnx-format";

export interface OnnxSummary {
  readonly irVersion: number;
  /** The version of ONNX's own operator set; undefined when the file uses none of it. */
  readonly opset: number | undefined;
  /** All operator sets: more than one when the file needs a runtime's own operators. */
  readonly opsets: readonly OpsetId[];
  readonly producer: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** How often each operator occurs, inner graphs included, by falling count. */
  readonly ops: Readonly<Record<string, number>>;
  /** The number of floating-point elements in constants: trained weights (and constants of the computation). */
  readonly parameters: number;
  /** The size of the file. */
  readonly bytes: number;
}

/**
 * What an .onnx file holds.
 *
 * @throws "broken ONNX file: …" when the bytes are no ONNX model.
 */
export const inspectOnnx = (bytes: Uint8Array): OnnxSummary => {
  const model = decodeModel(bytes);
  const graphs = withInnerGraphs(model.graph);
  return {
    irVersion: model.irVersion,
    opset: model.opsets.find(({ domain }) => domain === "" || domain === "ai.onnx")?.version,
    opsets: model.opsets,
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(" "),
    metadata: model.metadata ?? {},
    inputs: model.graph.inputs,
    outputs: model.graph.outputs,
    ops: counted(graphs.flatMap(({ nodes }) => nodes.map(({ opType }) => opType))),
    parameters: graphs.flatMap(({ initializers }) => initializers.filter(isFloat)).reduce((sum, { shape }) => sum + elementCount(shape), 0),
    bytes: bytes.length,
  };
};

const withInnerGraphs = (graph: GraphProto): readonly GraphProto[] => [
  graph,
  ...graph.nodes
    .flatMap(({ attributes = {} }) => Object.values(attributes))
    .flatMap((attribute) => (attribute.type === "graph" ? [attribute.value] : attribute.type === "graphs" ? attribute.value : []))
    .flatMap(withInnerGraphs),
];

const counted = (names: readonly string[]): Record<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1)));
};

const isFloat = ({ type }: TensorProto): boolean => type === "float16" || type === "float32" || type === "float64" || type === "bfloat16";

const elementCount = (shape: readonly number[]): number => shape.reduce((product, dimension) => product * dimension, 1);
