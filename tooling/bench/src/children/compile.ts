// Compiles a training step in a process of its own and prints the milliseconds: trace, derivative, passes, ONNX, session.
// node compile.js resNet50, or node compile.js lstm STEPS
import { resNet50 } from "@tidu/applications";
import { onnxruntime } from "@tidu/backend-onnxruntime";
import type { Backend, TensorData } from "@tidu/core-tensor";
import type { Model } from "@tidu/models";
import { lstmNetwork } from "../workloads/lstm.ts";

const [what, steps = "80"] = process.argv.slice(2);
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

const [model, x, y] = what === "lstm" ? lstm(Number(steps)) : resnet();
await model.getWeights(); // first values are not part of compiling
const start = performance.now();
await model.fit(x, y, { batchSize: x.shape[0] ?? 1, epochs: 1, verbose: 0, shuffle: false });
console.log(JSON.stringify({ milliseconds: spent }));

function resnet(): readonly [Model, TensorData, TensorData] {
  const model = resNet50({ classes: 1000, backend: timed }).compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  const x = { dtype: "float32", shape: [8, 224, 224, 3], data: new Float32Array(8 * 224 * 224 * 3) } as const;
  return [model, x, { dtype: "int32", shape: [8], data: new Int32Array(8) }];
}

function lstm(steps: number): readonly [Model, TensorData, TensorData] {
  const x = { dtype: "int32", shape: [32, steps], data: new Int32Array(32 * steps) } as const;
  return [lstmNetwork(steps, timed), x, { dtype: "float32", shape: [32, 1], data: new Float32Array(32) }];
}
