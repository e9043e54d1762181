export { onnxruntime, type OnnxruntimeOptions } from "./onnxruntime.ts";
export type { OrtData, OrtModule, OrtSession, OrtSessionOptions, OrtTensor, OrtType } from "./ort.ts";
export type { SessionSettings } from "./session-options.ts";
export { runOnnx, type OnnxFile } from "./run-onnx.ts";
