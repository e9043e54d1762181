export { decodeModel } from "./onnx/decode.ts";
export { encodeModel } from "./onnx/encode.ts";
export { encodeModelFiles, type EncodeFilesOptions, type ModelFiles } from "./onnx/encode-files.ts";
export type { DataType } from "./onnx/data-type.ts";
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
export { inspectOnnx, type OnnxSummary } from "./inspect-onnx.ts";
export { printOnnx } from "./print-onnx.ts";
export { toOnnx, type ToOnnxOptions } from "./to-onnx.ts";
export { isClaimed } from "./lowerings/claims.ts";
