import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { grad, jit, softmax, tensor, tensorData } from "@tidu/core-tensor";
import type { Backend, Tensor } from "@tidu/core-tensor";
import { differenceOf } from "@tidu/testing";
import { expect, test } from "vitest";
import { metricFrom, metrics } from "../metrics/metric-from.ts";
import { losses } from "./loss-from.ts";

const z = tensor([
  [0.3, -1.2, 2],
  [-0.4, 0.8, 0.1],
  [2, -0.1, -3],
  [0.5, 0.6, 0.7],
]);
const ids = tensorData([0, 2, 1, 1], undefined, "int32");
const oneHot = tensor([
  [1, 0, 0],
  [0, 0, 1],
  [0, 1, 0],
  [0, 1, 0],
]);
const weight = tensor([1, 0.5, 0, 2]);
const prediction = {
  sigmoid: (z: Tensor) => z.sigmoid(),
  softmax: (z: Tensor) => softmax(z),
  probabilities: (z: Tensor) => z.sigmoid().mul(1),
};

/** Every loss, behind each kind of output, with its gradient. */
function allLosses(z: Tensor, oneHot: Tensor, ids: Tensor): Readonly<Record<string, Tensor>> {
  const results: Record<string, Tensor> = {};
  for (const [name, factory] of Object.entries(losses)) {
    if (name === "ctc") continue; // of sequences: ctc.test.ts
    for (const [output, activation] of Object.entries(prediction)) {
      const loss = factory();
      const y = name === "sparseCategoricalCrossentropy" ? ids : oneHot;
      const total = (z: Tensor): Tensor => loss.perExample(y, activation(z)).mean();
      results[`${name} of ${output}`] = total(z);
      results[`gradient of ${name} of ${output}`] = grad(total)(z);
    }
  }
  return results;
}

/** Every metric after two batches, the second weighted. */
function allMetrics(z: Tensor, oneHot: Tensor, ids: Tensor, weight: Tensor): Readonly<Record<string, Tensor>> {
  const results: Record<string, Tensor> = {};
  for (const name of [...Object.keys(metrics), "huber", "sparseCategoricalCrossentropy"]) {
    const y = name.startsWith("sparse") || name === "perplexity" ? ids : oneHot;
    const p = softmax(z);
    const chosen = metricFrom(name);
    const metric = "resolve" in chosen ? chosen.resolve(y.spec, p.spec) : chosen;
    const state = metric.update(metric.update(metric.init(), y, p, undefined), y, p, weight);
    results[name] = metric.result(state);
  }
  return results;
}

const engines: readonly (readonly [string, () => Promise<Backend>])[] = [
  ["onnxruntime", () => onnxruntime()],
  ["tfjs cpu", () => tfjsBackend({ backend: "cpu" })],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
];

test.each(engines)("losses, their gradients and metrics are the same on %s as on the host", async (_, start) => {
  const backend = await start();
  const labels = tensor(ids);
  for (const [actual, expected] of [
    [await jit(allLosses, { backend })(z, oneHot, labels), allLosses(z, oneHot, labels)],
    [await jit(allMetrics, { backend })(z, oneHot, labels, weight), allMetrics(z, oneHot, labels, weight)],
  ] as const) {
    for (const [name, value] of Object.entries(expected)) {
      const received = actual[name];
      if (received === undefined) throw new Error(`${name} is missing`);
      expect([name, differenceOf(await received.value(), await value.value(), { relative: 2e-5 })]).toEqual([name, undefined]);
    }
  }
  await backend.dispose();
});
