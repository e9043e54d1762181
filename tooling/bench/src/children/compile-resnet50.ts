// Compiles the training step of ResNet-50 in a process of its own and prints the milliseconds: trace, derivative, passes, ONNX, session.
import { resNet50 } from "@tidu/applications";
import { onnxruntime } from "@tidu/backend-onnxruntime";
import type { Backend } from "@tidu/core-tensor";

const batchSize = 8;
const backend = await onnxruntime();
let spent = 0;
const timed: Backend = {
  name: backend.name,
  loops: backend.loops,
  compile: async (graph, options) => {
    const executable = await backend.compile(graph, options);
    spent = performance.now() - start; // the last one is the training step
    return executable;
  },
  upload: (data, spec) => backend.upload(data, spec),
  dispose: () => backend.dispose(),
};
const model = resNet50({ classes: 1000, backend: timed }).compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
await model.getWeights(); // first values are not part of compiling
const x = { dtype: "float32", shape: [batchSize, 224, 224, 3], data: new Float32Array(batchSize * 224 * 224 * 3) } as const;
const y = { dtype: "int32", shape: [batchSize], data: new Int32Array(batchSize) } as const;
const start = performance.now();
await model.fit(x, y, { batchSize, epochs: 1, verbose: 0, shuffle: false });
console.log(JSON.stringify({ milliseconds: spent }));
