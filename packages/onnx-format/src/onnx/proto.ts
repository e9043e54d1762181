import type { DataType } from "./data-type.ts";

// The messages of onnx.proto that this project writes and reads, as plain data. https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

/** A whole file. */
export interface ModelProto {
  readonly irVersion: number;
  readonly opsets: readonly OpsetId[];
  readonly producerName?: string;
  readonly producerVersion?: string;
  readonly domain?: string;
  readonly modelVersion?: number;
  readonly docString?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly graph: GraphProto;
}

/** A version of an operator set; the domain of ONNX's own is "". */
export interface OpsetId {
  readonly domain: string;
  readonly version: number;
}

/** Nodes in an order in which every input is computed before it is used. */
export interface GraphProto {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly initializers: readonly TensorProto[];
  readonly nodes: readonly NodeProto[];
  readonly valueInfos?: readonly ValueInfo[];
  readonly docString?: string;
}

/** One operator applied to named values; an input left out is "". */
export interface NodeProto {
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly docString?: string;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

/** The value of an attribute. Integers are bigint only beyond 2 ** 53. */
export type AttributeValue =
  | { readonly type: "int"; readonly value: number | bigint }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "tensor"; readonly value: TensorProto }
  | { readonly type: "graph"; readonly value: GraphProto }
  | { readonly type: "ints"; readonly value: readonly (number | bigint)[] }
  | { readonly type: "floats"; readonly value: readonly number[] }
  | { readonly type: "strings"; readonly value: readonly string[] }
  | { readonly type: "tensors"; readonly value: readonly TensorProto[] }
  | { readonly type: "graphs"; readonly value: readonly GraphProto[] }
  | { readonly type: "unknown"; readonly value: number }; // read only: the number of an attribute type that is not listed here

/** The name, element type and shape of a graph's input or output; without a shape the rank is unknown too. */
export interface ValueInfo {
  readonly name: string;
  readonly type: DataType | "other"; // "other": sequences, maps and types of later versions (read only)
  readonly shape?: readonly Dimension[];
}

/** A size, a name (`dim_param`), or undefined: not known. */
export type Dimension = number | string | undefined;

/** Numbers with a shape. */
export interface TensorProto {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly number[];
  /** The elements, little-endian and row-major; bool is a byte each. Empty when `external` is set or the type is string. */
  readonly rawData: Uint8Array;
  readonly strings?: readonly string[];
  readonly external?: ExternalData;
}

/** Where in another file the elements lie. */
export interface ExternalData {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}
