export { decodeModel } from "./onnx/decode.ts";
export { encodeModel } from "./onnx/encode.ts";
export { encodeModelFiles } from "./onnx/encode-files.ts";
export type { EncodeFilesOptions, ModelFiles } from "./onnx/encode-files.ts";
export { dataTypeCode } from "./onnx/data-type.ts";
export type { DataType } from "./onnx/data-type.ts";
export { tensorValues } from "./onnx/tensor-values.ts";
export type {
  AttributeValue,
  Dimension,
  ExternalData,
  GraphProto,
  ModelProto,
  NodeProto,
  OpsetId,
  TensorProto,
  ValueInfo,
} from "./onnx/proto.ts";
