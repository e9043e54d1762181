export { backend, setBackend } from "./engine/default-engine.ts";
export { backendNames } from "./engine/engines.ts";
export type { BackendName } from "./engine/engines.ts";
export { fromBytes, functional, load, sequential } from "./models.ts";
export { jit } from "./jit.ts";

export * as core from "@tidu/core-tensor";
export { composite, grad, interpreterBackend, randomKey, scan, stopGradient, Tensor, tensor, valueAndGrad } from "@tidu/core-tensor";
export type { ArrayLike, Backend, DType, Graph, TensorData, TensorLike, TensorSpec, Tree } from "@tidu/core-tensor";

export * as layers from "@tidu/layers";
export { activations, constraints, initializers, input, regularizers } from "@tidu/layers";
export type { Layer, LayerOptions, Symbolic } from "@tidu/layers";

export * as applications from "./applications.ts";

export * as optimizers from "@tidu/optimizers";
export { schedules } from "@tidu/optimizers";
export type { Optimizer, Schedule } from "@tidu/optimizers";

export * as datasets from "@tidu/datasets";
export {
  fromCategorical,
  kFold,
  labelEncoder,
  minMaxScaler,
  readCsv,
  simpleImputer,
  standardScaler,
  stratifiedKFold,
  takeRows,
  toCategorical,
  trainTestSplit,
} from "@tidu/datasets";

export * as text from "@tidu/text";
export type { TextPreprocessor, TextTokenizer } from "@tidu/text";

export {
  confusionMatrixSvg,
  curvesHtml,
  curvesSvg,
  filtersSvg,
  imageGridSvg,
  losses,
  metrics,
  Model,
  reportHtml,
  Sequential,
} from "@tidu/models";
export type {
  Batches,
  Callback,
  CompileOptions,
  EvaluateOptions,
  ExportOptions,
  ExportReport,
  FitOptions,
  FunctionalOptions,
  History,
  LoadOptions,
  Logs,
  ModelLayerOptions,
  ModelOptions,
  StreamFitOptions,
} from "@tidu/models";

export { inspectOnnx, printOnnx } from "@tidu/onnx-export";
