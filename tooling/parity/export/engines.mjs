import { onnxruntime } from "../../../packages/backend-onnxruntime/dist/index.js";
import { tfjsBackend } from "../../../packages/backend-tfjs/dist/index.js";

/** The engines that run here, by name. */
export const engines = async () => ({
  onnxruntime: await onnxruntime(),
  "tfjs cpu": await tfjsBackend({ backend: "cpu" }),
  "tfjs wasm": await tfjsBackend({ backend: "wasm" }),
});
