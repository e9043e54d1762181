// Who may import whom. A package imports only what stands below it; the engines are named only by the backends and by what chooses one.
// `uses`: other packages, in shipped code.   `tests`: further ones, in tests.
// `engines`: engine packages, in shipped code.   `node`: whether shipped code may import Node's own modules.
const onnxruntime = ["onnxruntime-node"];
const tfjs = ["core", "backend-cpu", "backend-wasm", "backend-webgpu"].map((part) => `@tensorflow/tfjs-${part}`);
const backends = ["backend-onnxruntime", "backend-tfjs"];

/** Packages under tooling/ that any package may name among its devDependencies: they build it, and nothing imports them. */
export const buildTools = ["bundle"];

export const layers = {
  "core-tensor": { uses: [], tests: [], engines: [], node: false },
  testing: { uses: ["core-tensor"], tests: [], engines: [], node: true },
  "onnx-format": { uses: [], tests: [], engines: [], node: false },
  "onnx-export": { uses: ["core-tensor", "onnx-format"], tests: ["testing"], engines: [], node: false },
  "backend-onnxruntime": { uses: ["core-tensor", "onnx-export"], tests: ["testing"], engines: onnxruntime, node: true },
  "backend-tfjs": { uses: ["core-tensor"], tests: ["testing"], engines: [...tfjs, "webgpu"], node: true },
  layers: { uses: ["core-tensor"], tests: ["testing"], engines: [], node: false },
  optimizers: { uses: ["core-tensor"], tests: ["testing"], engines: [], node: false },
  datasets: { uses: ["core-tensor"], tests: ["testing"], engines: [], node: true },
  text: { uses: [], tests: ["core-tensor", "testing"], engines: [], node: false },
  models: {
    uses: ["core-tensor", "datasets", "layers", "onnx-export", "optimizers"],
    tests: ["testing", ...backends],
    engines: [],
    node: true,
  },
  applications: {
    uses: ["core-tensor", "layers", "models"],
    tests: ["testing", "backend-onnxruntime", "datasets", "optimizers"],
    engines: [],
    node: false,
  },
  serve: {
    uses: ["onnx-format", "text"],
    tests: ["core-tensor", "layers", "models", "backend-onnxruntime"],
    engines: [...onnxruntime, "onnxruntime-web"],
    node: true,
  },
  tidu: {
    uses: [...backends, "applications", "core-tensor", "datasets", "layers", "models", "onnx-export", "optimizers", "serve", "text"],
    tests: ["testing"],
    engines: [...onnxruntime, ...tfjs, "webgpu"],
    node: true,
  },
};
