// Epochs over MNIST in a process of its own: node mnist-epoch.js FOLDER arrays|pipeline; one epoch per line on standard input
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { onnxruntime } from "@tidu/backend-onnxruntime";
import { fromTensors, mnist } from "@tidu/datasets";
import { conv2d, dense, flatten, maxPooling2d, rescaling } from "@tidu/layers";
import { sequential } from "@tidu/models";

const [dataDir = "", source] = process.argv.slice(2);
const { train } = await mnist({ dataDir });
const model = sequential(
  [
    rescaling({ scale: 1 / 255, inputShape: [28, 28, 1] }),
    conv2d({ filters: 32, kernelSize: 3, activation: "relu" }),
    maxPooling2d({ poolSize: 2 }),
    flatten(),
    dense({ units: 128, activation: "relu" }),
    dense({ units: 10, activation: "softmax" }),
  ],
  { backend: await onnxruntime() },
).compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });

const batches = fromTensors(train.x, train.y).shuffle(4096).batch(128).prefetch();
const epoch = (): Promise<unknown> =>
  source === "pipeline"
    ? model.fit(batches, { epochs: 1, verbose: 0 })
    : model.fit(train.x, train.y, { epochs: 1, batchSize: 128, verbose: 0 });

for await (const line of createInterface({ input: process.stdin })) {
  if (line === "") continue;
  const start = performance.now();
  await epoch();
  const milliseconds = performance.now() - start;
  const peak = process.resourceUsage().maxRSS * 1024;
  const system = source === "pipeline" ? "tidu, a pipeline of rows" : "tidu, arrays";
  process.stdout.write(`${JSON.stringify({ milliseconds, images: train.y.data.length, peak, system, threads: availableParallelism() })}\n`);
}
