// tfjs-layers in a process of its own: node tfjs-layers.js WORKLOAD BACKEND
import { version_cpu } from "@tensorflow/tfjs-backend-cpu";
import { version_wasm } from "@tensorflow/tfjs-backend-wasm";
import { env, setBackend, slice, tensor, train } from "@tensorflow/tfjs-core";
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
const all = workload.data(workload.steps * batchSize);
const model = workload.tfjsLayers({ layers, sequential, sgd: (learningRate) => train.sgd(learningRate) });
// tfjs-layers wants class labels as floats in a column.
const x = tensor(all.x.data as Float32Array, [...all.x.shape]);
const y = tensor(Float32Array.from(all.y.data, Number), [all.y.data.length, 1]);
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

await serve(training(workload, fit, 1));
