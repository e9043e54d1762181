import { decodeModel, tensorValues } from "@tidu/onnx-format";
import type { AttributeValue, GraphProto, ModelProto, NodeProto, TensorProto, ValueInfo } from "@tidu/onnx-format";

const shownElements = 8;

/**
 * An ONNX model as text for people and for snapshots in tests: one line per node, in the order of the file.
 *
 * ```
 * onnx(ir: 10, opset: 21, producer: tidu)
 * graph iris(x: float32[batch, 4]) → (y: float32[batch, 3])
 *   dense/kernel: float32[4, 3] = 12 elements
 *   y = MatMul(x, dense/kernel)
 * ```
 */
export const printOnnx = (model: ModelProto | Uint8Array): string => {
  const { irVersion, opsets, producerName, producerVersion, metadata, graph } = model instanceof Uint8Array ? decodeModel(model) : model;
  const opset = opsets.map(({ domain, version }) => `opset: ${domain && `${domain} `}${version}`);
  const producer = producerName ? [`producer: ${[producerName, producerVersion].filter(Boolean).join(" ")}`] : [];
  return [
    `onnx(${[`ir: ${irVersion}`, ...opset, ...producer].join(", ")})`,
    ...Object.entries(metadata ?? {}).map(([key, value]) => `metadata ${key}: ${JSON.stringify(value)}`),
    ...graphLines(graph),
  ].join("\n");
};

const graphLines = ({ name, inputs, outputs, initializers, nodes }: GraphProto): readonly string[] => [
  `graph ${name}(${inputs.map(valueText).join(", ")}) → (${outputs.map(valueText).join(", ")})`,
  ...indented([...initializers.map((tensor) => `${tensor.name}: ${tensorText(tensor)}`), ...nodes.flatMap(nodeLines)]),
];

const nodeLines = ({ opType, domain, inputs, outputs, attributes = {} }: NodeProto): readonly string[] => {
  const entries = Object.entries(attributes);
  const plain = entries.flatMap(([name, value]) =>
    value.type === "graph" || value.type === "graphs" ? [] : [`${name}: ${attributeText(value)}`],
  );
  const call = `${domain ? `${domain}.` : ""}${opType}(${inputs.map((input) => input || "_").join(", ")})`;
  const line = `${outputs.map((output) => output || "_").join(", ")} = ${call}${plain.length > 0 ? ` { ${plain.join(", ")} }` : ""}`;
  return [line, ...indented(entries.flatMap(([name, value]) => innerGraphLines(name, value)))];
};

const innerGraphLines = (name: string, attribute: AttributeValue): readonly string[] => {
  const graphs = attribute.type === "graph" ? [attribute.value] : attribute.type === "graphs" ? attribute.value : [];
  return graphs.flatMap((graph) => {
    const [first = "", ...rest] = graphLines(graph);
    return [`${name}: ${first}`, ...rest];
  });
};

const attributeText = (attribute: AttributeValue): string => {
  switch (attribute.type) {
    case "string":
      return JSON.stringify(attribute.value);
    case "float":
      return floatText(attribute.value);
    case "floats":
      return `[${attribute.value.map(floatText).join(", ")}]`;
    case "ints":
      return `[${attribute.value.join(", ")}]`;
    case "strings":
      return `[${attribute.value.map((text) => JSON.stringify(text)).join(", ")}]`;
    case "tensor":
      return tensorText(attribute.value);
    case "tensors":
      return `[${attribute.value.map(tensorText).join(", ")}]`;
    case "unknown":
      return `attribute type ${attribute.value}`;
    case "graph":
    case "graphs":
      return "graph";
    default:
      return String(attribute.value);
  }
};

const valueText = ({ name, type, shape }: ValueInfo): string =>
  `${name}: ${type}${shape ? `[${shape.map((dimension) => dimension ?? "?").join(", ")}]` : ""}`;

const tensorText = (tensor: TensorProto): string => {
  const size = tensor.shape.reduce((product, dimension) => product * dimension, 1);
  const values = size <= shownElements ? tensorValues(tensor, size) : undefined;
  const content = values ? listText(values, tensor.shape.length) : `${size} elements`;
  const place = tensor.external ? ` in ${tensor.external.location} at ${tensor.external.offset}` : "";
  return `${tensor.type}[${tensor.shape.join(", ")}] = ${content}${place}`;
};

const listText = (values: readonly unknown[], rank: number): string => {
  const texts = values.map((value) => (typeof value === "number" ? floatText(value) : String(value)));
  return rank === 0 ? (texts[0] ?? "") : `[${texts.join(", ")}]`;
};

/** The digits that a 32-bit float has; whole numbers keep all of theirs. */
const floatText = (value: number): string => String(Number.isInteger(value) ? value : Number(value.toPrecision(7)));

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);
