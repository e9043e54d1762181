export type { Classification } from "./classify.ts";
export type { GenerateOptions } from "./generate.ts";
export type { Rows, RowsByInput } from "./input-rows.ts";
export { loadClassifier, loadModel } from "./load-model.ts";
export type { LoadModelOptions, ModelSource } from "./load-model.ts";
export type { FileValue } from "./model-file.ts";
export type { Nested, NumberArray, NumberRows, Numbers, NumberType } from "./numbers.ts";
export type { ExternalFile, Runtime, RuntimeSession, RuntimeSessionOptions, RuntimeTensor } from "./runtime.ts";
export type { PredictOptions, ServedClassifier, ServedModel, ServedNumbers } from "./served-model.ts";
