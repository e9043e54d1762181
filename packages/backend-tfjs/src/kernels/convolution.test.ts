import { conv, evaluate, grad, sizeOfShape, tensorData, trace } from "@tidu/core-tensor";
import type { ConvOptions, Tensor, TensorData } from "@tidu/core-tensor";
import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { copyRegisteredKernels } from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { tfjsBackend } from "../backend.ts";
import type { NamedBackend } from "../load-engine.ts";

const asynchronous = (): NamedBackend => {
  copyRegisteredKernels("cpu", "asynchronous");
  return { name: "asynchronous", backend: new MathBackendCPU() };
};

const wave = (shape: readonly number[]): TensorData =>
  tensorData(
    Float32Array.from({ length: sizeOfShape(shape) }, (_, i) => Math.sin(i * 0.37)),
    shape,
  );

// Expected numbers: the interpreter adds over the taps, in double precision. Here the windows are more than are taken at a time.
test.each<[string, () => string | NamedBackend, readonly number[], readonly number[], ConvOptions]>([
  ["cpu", () => "cpu", [36, 64, 64, 4], [3, 3, 4, 2], { strides: 2, padding: "same" }],
  ["wasm", () => "wasm", [36, 64, 64, 4], [3, 3, 4, 2], { strides: 2, padding: "same" }],
  ["wasm, more filters than taps", () => "wasm", [20, 64, 64, 1], [1, 2, 1, 3], {}],
  ["a GPU's rules", asynchronous, [10, 64, 64, 2], [3, 3, 2, 2], { dilations: 2, padding: "same" }],
])("images in several goes: %s", async (_, open, imageShape, filterShape, options) => {
  const inputs = [wave(imageShape), wave(filterShape)];
  const loss = ([x, filter]: readonly [Tensor, Tensor]): Tensor => conv(x, filter, options).square().mean();
  const graph = trace(
    (x: Tensor, filter: Tensor) => [conv(x, filter, options), ...grad(loss)([x, filter])],
    [{ shape: imageShape }, { shape: filterShape }],
  );
  const backend = await tfjsBackend({ backend: open() });
  const executable = await backend.compile(graph);
  const results = await executable.run(inputs.map(({ data, ...spec }) => backend.upload(data, spec)));
  for (const [i, { data }] of evaluate(graph, inputs).entries()) {
    const received = await results[i]?.data();
    let [largest, worst] = [0, 0];
    data.forEach((value: number | bigint, at: number) => {
      largest = Math.max(largest, Math.abs(Number(value)));
      worst = Math.max(worst, Math.abs(Number(value) - Number(received?.[at])));
    });
    expect(worst / largest).toBeLessThan(1e-4); // sums of up to 80000 numbers in single precision
  }
  await backend.dispose();
});
