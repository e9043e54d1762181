// This project in a process of its own: node tidu.js WORKLOAD BACKEND
import { availableParallelism } from "node:os";
import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { workloads } from "../workloads/index.ts";
import { serve } from "./serve.ts";
import { training, workloadOf } from "./training.ts";
import type { Fit } from "./training.ts";

const [id, engine] = process.argv.slice(2);
const workload = workloadOf(workloads, id);
const backend = engine === "onnxruntime" ? await onnxruntime() : await tfjsBackend({ backend: engine ?? "" });
const model = await workload.tidu(backend);

const { batchSize } = workload;
const all = workload.data(workload.predict === true ? batchSize : workload.steps * batchSize);
const predict: Fit = async (steps, epochs, callback) => {
  for (let epoch = 0; epoch < epochs; epoch++) {
    callback.onEpochBegin();
    for (let step = 0; step < steps; step++) await model.predict(all.x, { batchSize });
    callback.onEpochEnd();
  }
};
const fit: Fit = async (steps, epochs, callback) => {
  const rows = steps * batchSize;
  const head = ({ data, shape, dtype }: typeof all.x): typeof all.x => ({
    dtype,
    shape: [rows, ...shape.slice(1)],
    data: data.subarray(0, (data.length / (workload.steps * batchSize)) * rows),
  });
  await model.fit(head(all.x), head(all.y), { batchSize, epochs, shuffle: false, verbose: 0, callbacks: [callback] });
};

await serve(training(workload, workload.predict === true ? predict : fit, engine === "onnxruntime" ? availableParallelism() : 1));
