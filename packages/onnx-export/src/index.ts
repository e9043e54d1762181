export { decodeModel, encodeModel, encodeModelFiles } from "@tidu/onnx-format";
export type {
  AttributeValue,
  DataType,
  Dimension,
  EncodeFilesOptions,
  ExternalData,
  GraphProto,
  ModelFiles,
  ModelProto,
  NodeProto,
  OpsetId,
  TensorProto,
  ValueInfo,
} from "@tidu/onnx-format";
export { inspectOnnx, type OnnxSummary } from "./inspect-onnx.ts";
export { printOnnx } from "./print-onnx.ts";
export { toOnnx, type ToOnnxOptions } from "./to-onnx.ts";
export { isClaimed } from "./lowerings/claims.ts";
