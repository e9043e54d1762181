import { ProtobufWriter } from "../protobuf/writer.ts";
import { dataTypeCode } from "./data-type.ts";
import type { AttributeValue, Dimension, GraphProto, ModelProto, NodeProto, TensorProto, ValueInfo } from "./proto.ts";

/** The bytes of an .onnx file, weights included; a protobuf message ends at 2 GB (`encodeModelFiles` goes beyond). */
export const encodeModel = (model: ModelProto): Uint8Array<ArrayBuffer> => {
  const writer = new ProtobufWriter();
  writer.integer(1, model.irVersion);
  optionalString(writer, 2, model.producerName);
  optionalString(writer, 3, model.producerVersion);
  optionalString(writer, 4, model.domain);
  if (model.modelVersion !== undefined) writer.integer(5, model.modelVersion);
  optionalString(writer, 6, model.docString);
  writer.message(7, () => writeGraph(writer, model.graph));
  for (const { domain, version } of model.opsets) {
    writer.message(8, () => {
      writer.string(1, domain);
      writer.integer(2, version);
    });
  }
  for (const [key, value] of Object.entries(model.metadata ?? {})) writeEntry(writer, 14, key, value);
  return writer.finish();
};

const writeGraph = (writer: ProtobufWriter, graph: GraphProto): void => {
  for (const node of graph.nodes) writer.message(1, () => writeNode(writer, node));
  writer.string(2, graph.name);
  for (const tensor of graph.initializers) writer.message(5, () => writeTensor(writer, tensor));
  optionalString(writer, 10, graph.docString);
  for (const value of graph.inputs) writer.message(11, () => writeValueInfo(writer, value));
  for (const value of graph.outputs) writer.message(12, () => writeValueInfo(writer, value));
  for (const value of graph.valueInfos ?? []) writer.message(13, () => writeValueInfo(writer, value));
};

const writeNode = (writer: ProtobufWriter, node: NodeProto): void => {
  for (const input of node.inputs) writer.string(1, input);
  for (const output of node.outputs) writer.string(2, output);
  optionalString(writer, 3, node.name);
  writer.string(4, node.opType);
  for (const [name, attribute] of Object.entries(node.attributes ?? {})) writer.message(5, () => writeAttribute(writer, name, attribute));
  optionalString(writer, 6, node.docString);
  optionalString(writer, 7, node.domain);
};

const writeAttribute = (writer: ProtobufWriter, name: string, { type, value }: AttributeValue): void => {
  writer.string(1, name);
  switch (type) {
    case "float":
      writer.float(2, value);
      return writer.integer(20, 1);
    case "int":
      writer.integer(3, value);
      return writer.integer(20, 2);
    case "string":
      writer.string(4, value);
      return writer.integer(20, 3);
    case "tensor":
      writer.message(5, () => writeTensor(writer, value));
      return writer.integer(20, 4);
    case "graph":
      writer.message(6, () => writeGraph(writer, value));
      return writer.integer(20, 5);
    case "floats":
      writer.floats(7, value);
      return writer.integer(20, 6);
    case "ints":
      writer.integers(8, value);
      return writer.integer(20, 7);
    case "strings":
      for (const text of value) writer.string(9, text);
      return writer.integer(20, 8);
    case "tensors":
      for (const tensor of value) writer.message(10, () => writeTensor(writer, tensor));
      return writer.integer(20, 9);
    case "graphs":
      for (const graph of value) writer.message(11, () => writeGraph(writer, graph));
      return writer.integer(20, 10);
    case "unknown":
      throw new Error(`encodeModel: attribute "${name}" has type ${value}, which this package reads past but cannot write.`);
  }
};

const writeTensor = (writer: ProtobufWriter, tensor: TensorProto): void => {
  writer.integers(1, tensor.shape);
  writer.integer(2, dataTypeCode(tensor.type));
  for (const text of tensor.strings ?? []) writer.string(6, text);
  writer.string(8, tensor.name);
  if (tensor.external) {
    const { location, offset, length } = tensor.external;
    writeEntry(writer, 13, "location", location);
    writeEntry(writer, 13, "offset", String(offset));
    writeEntry(writer, 13, "length", String(length));
    writer.integer(14, 1);
  } else if (tensor.type !== "string") {
    writer.bytes(9, tensor.rawData);
  }
};

const writeValueInfo = (writer: ProtobufWriter, { name, type, shape }: ValueInfo): void => {
  if (type === "other") throw new Error(`encodeModel: the value "${name}" is no tensor; only tensors can be written.`);
  writer.string(1, name);
  writer.message(2, () =>
    writer.message(1, () => {
      writer.integer(1, dataTypeCode(type));
      if (shape) writer.message(2, () => shape.forEach((dimension) => writer.message(1, () => writeDimension(writer, dimension))));
    }),
  );
};

const writeDimension = (writer: ProtobufWriter, dimension: Dimension): void => {
  if (typeof dimension === "number") writer.integer(1, dimension);
  else if (dimension !== undefined) writer.string(2, dimension);
};

const writeEntry = (writer: ProtobufWriter, field: number, key: string, value: string): void =>
  writer.message(field, () => {
    writer.string(1, key);
    writer.string(2, value);
  });

const optionalString = (writer: ProtobufWriter, field: number, value: string | undefined): void => {
  if (value) writer.string(field, value);
};
