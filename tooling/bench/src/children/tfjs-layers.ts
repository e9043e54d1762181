// tfjs-layers in a process of its own: node tfjs-layers.js WORKLOAD BACKEND
import { version_cpu } from "@tensorflow/tfjs-backend-cpu";
import { version_wasm } from "@tensorflow/tfjs-backend-wasm";
import { env, setBackend, slice, tensor, train } from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { workloads } from "../workloads/index.ts";
import { serve } from "./serve.ts";
import { training, workloadOf } from "./training.ts";
import type { Fit } from "./training.ts";

const [id, backend = "cpu"] = process.argv.slice(2);
const versions: Readonly<Record<string, string>> = { cpu: version_cpu, wasm: version_wasm }; // importing a backend registers it
const workload = workloadOf(workloads, id);
env().set("PROD", true);
if (!(await setBackend(backend))) throw new Error(`tfjs ${versions[backend]}: the backend ${backend} did not start.`);

const { batchSize } = workload;
const all = workload.data(workload.predict === true ? batchSize : workload.steps * batchSize);
if (workload.tfjsLayers === undefined) throw new Error(`${workload.id}: tfjs-layers does not run it.`);
const model = workload.tfjsLayers({ layers, sequential, sgd: (learningRate) => train.sgd(learningRate) });
// tfjs-layers wants class labels as floats in a column.
const x = tensor(all.x.data as Float32Array, [...all.x.shape]);
const y = tensor(Float32Array.from(all.y.data, Number), [all.y.data.length, 1]);
const predict: Fit = async (steps, epochs, callback) => {
  for (let epoch = 0; epoch < epochs; epoch++) {
    callback.onEpochBegin();
    for (let step = 0; step < steps; step++) {
      const result = model.predictOnBatch(x) as Tensor;
      await result.data();
      result.dispose();
    }
    callback.onEpochEnd();
  }
};
const fit: Fit = async (steps, epochs, callback) => {
  const rows = steps * batchSize;
  const [head, labels] = [slice(x, 0, rows), slice(y, 0, rows)];
  await model.fit(head, labels, {
    batchSize,
    epochs,
    shuffle: false,
    yieldEvery: "never",
    callbacks: { onEpochBegin: async () => callback.onEpochBegin(), onEpochEnd: async () => callback.onEpochEnd() },
  });
  head.dispose();
  labels.dispose();
};

await serve(training(workload, workload.predict === true ? predict : fit, 1));
