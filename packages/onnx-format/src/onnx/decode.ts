import { broken, ProtobufReader } from "../protobuf/reader.ts";
import { readTensor } from "./decode-tensor.ts";
import { dataTypeOfCode } from "./data-type.ts";
import type { AttributeValue, Dimension, GraphProto, ModelProto, NodeProto, OpsetId, TensorProto, ValueInfo } from "./proto.ts";

/**
 * Reads an .onnx file; weights are views of `bytes`, not copies. Fields that this package does not know are passed over.
 *
 * @throws "broken ONNX file: …" when the bytes end early or are no ONNX model.
 */
export const decodeModel = (bytes: Uint8Array): ModelProto => {
  const reader = new ProtobufReader(bytes);
  let irVersion: number | undefined;
  let graph: GraphProto | undefined;
  const opsets: OpsetId[] = [];
  const metadata: Record<string, string> = {};
  const texts: { producerName?: string; producerVersion?: string; domain?: string; docString?: string; modelVersion?: number } = {};
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) irVersion = reader.count();
    else if (field === 2) texts.producerName = reader.string();
    else if (field === 3) texts.producerVersion = reader.string();
    else if (field === 4) texts.domain = reader.string();
    else if (field === 5) texts.modelVersion = reader.count();
    else if (field === 6) texts.docString = reader.string();
    else if (field === 7) graph = readGraph(reader.message());
    else if (field === 8) opsets.push(readOpset(reader.message()));
    else if (field === 14) Object.assign(metadata, readEntry(reader.message()));
    else reader.skip();
  }
  if (irVersion === undefined || !graph) throw broken(`it has no ${graph ? "IR version" : "graph"}`);
  return { irVersion, opsets, ...texts, ...(Object.keys(metadata).length > 0 && { metadata }), graph };
};

const readGraph = (reader: ProtobufReader): GraphProto => {
  const nodes: NodeProto[] = [];
  const initializers: TensorProto[] = [];
  const inputs: ValueInfo[] = [];
  const outputs: ValueInfo[] = [];
  const valueInfos: ValueInfo[] = [];
  let name = "";
  let docString = "";
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) nodes.push(readNode(reader.message()));
    else if (field === 2) name = reader.string();
    else if (field === 5) initializers.push(readTensor(reader.message()));
    else if (field === 10) docString = reader.string();
    else if (field === 11) inputs.push(readValueInfo(reader.message()));
    else if (field === 12) outputs.push(readValueInfo(reader.message()));
    else if (field === 13) valueInfos.push(readValueInfo(reader.message()));
    else reader.skip();
  }
  return { name, inputs, outputs, initializers, nodes, ...(valueInfos.length > 0 && { valueInfos }), ...(docString && { docString }) };
};

const readNode = (reader: ProtobufReader): NodeProto => {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Record<string, AttributeValue> = {};
  const texts: { name?: string; domain?: string; docString?: string } = {};
  let opType = "";
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) inputs.push(reader.string());
    else if (field === 2) outputs.push(reader.string());
    else if (field === 3) texts.name = reader.string();
    else if (field === 4) opType = reader.string();
    else if (field === 5) Object.assign(attributes, readAttribute(reader.message()));
    else if (field === 6) texts.docString = reader.string();
    else if (field === 7) texts.domain = reader.string();
    else reader.skip();
  }
  return { opType, inputs, outputs, ...texts, ...(Object.keys(attributes).length > 0 && { attributes }) };
};

const readAttribute = (reader: ProtobufReader): Record<string, AttributeValue> => {
  let name = "";
  let type = 0;
  let float = 0;
  let int: number | bigint = 0;
  let string = "";
  let tensor: TensorProto | undefined;
  let graph: GraphProto | undefined;
  const floats: number[] = [];
  const ints: (number | bigint)[] = [];
  const strings: string[] = [];
  const tensors: TensorProto[] = [];
  const graphs: GraphProto[] = [];
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) name = reader.string();
    else if (field === 2) float = reader.float();
    else if (field === 3) int = reader.integer();
    else if (field === 4) string = reader.string();
    else if (field === 5) tensor = readTensor(reader.message());
    else if (field === 6) graph = readGraph(reader.message());
    else if (field === 7) floats.push(...reader.floats());
    else if (field === 8) ints.push(...reader.integers());
    else if (field === 9) strings.push(reader.string());
    else if (field === 10) tensors.push(readTensor(reader.message()));
    else if (field === 11) graphs.push(readGraph(reader.message()));
    else if (field === 20) type = reader.count();
    else reader.skip();
  }
  const values: readonly (AttributeValue | undefined)[] = [
    undefined,
    { type: "float", value: float },
    { type: "int", value: int },
    { type: "string", value: string },
    tensor && { type: "tensor", value: tensor },
    graph && { type: "graph", value: graph },
    { type: "floats", value: floats },
    { type: "ints", value: ints },
    { type: "strings", value: strings },
    { type: "tensors", value: tensors },
    { type: "graphs", value: graphs },
  ];
  return { [name]: values[type] ?? { type: "unknown", value: type } };
};

const readValueInfo = (reader: ProtobufReader): ValueInfo => {
  let name = "";
  let type: Omit<ValueInfo, "name"> = { type: "other" };
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) name = reader.string();
    else if (field === 2) type = readType(reader.message());
    else reader.skip();
  }
  return { name, ...type };
};

const readType = (reader: ProtobufReader): Omit<ValueInfo, "name"> => {
  let type: ValueInfo["type"] = "other";
  let shape: readonly Dimension[] | undefined;
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field !== 1) {
      reader.skip();
      continue;
    }
    const tensor = reader.message();
    for (let inner = tensor.next(); inner > 0; inner = tensor.next()) {
      if (inner === 1) type = dataTypeOfCode(tensor.count()) ?? "other";
      else if (inner === 2) shape = readShape(tensor.message());
      else tensor.skip();
    }
  }
  return { type, ...(shape && { shape }) };
};

const readShape = (reader: ProtobufReader): readonly Dimension[] => {
  const shape: Dimension[] = [];
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) shape.push(readDimension(reader.message()));
    else reader.skip();
  }
  return shape;
};

const readDimension = (reader: ProtobufReader): Dimension => {
  let dimension: Dimension;
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) dimension = reader.count();
    else if (field === 2) dimension = reader.string() || undefined;
    else reader.skip();
  }
  return dimension;
};

const readOpset = (reader: ProtobufReader): OpsetId => {
  let domain = "";
  let version = 0;
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) domain = reader.string();
    else if (field === 2) version = reader.count();
    else reader.skip();
  }
  return { domain, version };
};

const readEntry = (reader: ProtobufReader): Record<string, string> => {
  let key = "";
  let value = "";
  for (let field = reader.next(); field > 0; field = reader.next()) {
    if (field === 1) key = reader.string();
    else if (field === 2) value = reader.string();
    else reader.skip();
  }
  return { [key]: value };
};
