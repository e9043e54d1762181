import { onnxruntime } from "@tidu/backend-onnxruntime";
import { tfjsBackend } from "@tidu/backend-tfjs";
import { grad, interpreterBackend, jit, tensor } from "@tidu/core-tensor";
import type { Backend, Tensor } from "@tidu/core-tensor";
import { attention } from "@tidu/layers";
import { randomValues } from "@tidu/testing";
import { expect, test } from "vitest";

const [positions, features] = [1024, 8];
const numbers = (scale: number, seed: number): Float32Array =>
  Float32Array.from(randomValues([positions, features], seed).data, (number) => number * scale);
// Scores beyond ±88, where the exponential of a float32 overflows.
const [query, key, value] = [numbers(10, 1), numbers(10, 2), numbers(1, 3)];

/** By hand in float64 (Vaswani et al. 2017, without the scale): softmax(q · kᵀ) · v, and the slope of its sum for v, what each value has in all. */
function expected(): { readonly y: Float64Array; readonly slope: Float64Array; readonly largest: number } {
  const [y, slope] = [new Float64Array(positions * features), new Float64Array(positions * features)];
  let largest = 0;
  for (let row = 0; row < positions; row++) {
    const scores = Array.from({ length: positions }, (_, other) =>
      Array.from({ length: features }, (_, i) => (query[row * features + i] ?? 0) * (key[other * features + i] ?? 0)).reduce(
        (a, b) => a + b,
      ),
    );
    const most = Math.max(...scores);
    largest = Math.max(largest, most);
    const powers = scores.map((score) => Math.exp(score - most));
    const total = powers.reduce((a, b) => a + b);
    powers.forEach((power, other) => {
      for (let i = 0; i < features; i++) {
        y[row * features + i] = (y[row * features + i] ?? 0) + (power / total) * (value[other * features + i] ?? 0);
        slope[other * features + i] = (slope[other * features + i] ?? 0) + power / total;
      }
    });
  }
  return { y, slope, largest };
}

const layer = attention();
const attended = (query: Tensor, key: Tensor, value: Tensor): Tensor => layer.apply({}, [query, value, key], {})[0];

test.each<readonly [string, () => Backend | Promise<Backend>]>([
  ["the interpreter", () => interpreterBackend()],
  ["onnxruntime", () => onnxruntime()],
  ["tfjs cpu", () => tfjsBackend({ backend: "cpu" })],
  ["tfjs wasm", () => tfjsBackend({ backend: "wasm" })],
])("attention over 1,024 positions with large scores stays exact, forward and backward, on %s", async (_, make) => {
  const backend = await make();
  const { y, slope, largest } = expected();
  expect(largest).toBeGreaterThan(200);
  const both = jit(
    (query: Tensor, key: Tensor, value: Tensor) => {
      const slopes = grad((parts: readonly Tensor[]) => attended(...(parts as [Tensor, Tensor, Tensor])).sum())([query, key, value]);
      return [attended(query, key, value), ...slopes];
    },
    { backend },
  );
  const given = [query, key, value].map((data) => tensor(data, [1, positions, features])) as [Tensor, Tensor, Tensor];
  const [found, ofQuery, ofKey, ofValue] = (await both(...given)) as [Tensor, Tensor, Tensor, Tensor];
  const data = async (tensor: Tensor): Promise<readonly number[]> => Array.from(await tensor.data(), Number);
  const worst = async (tensor: Tensor, numbers: Float64Array): Promise<number> =>
    Math.max(...(await data(tensor)).map((number, i) => Math.abs(number - (numbers[i] ?? NaN))));
  expect(await worst(found, y)).toBeLessThan(1e-3);
  expect(await worst(ofValue, slope)).toBeLessThan(1e-2);
  for (const slopes of [ofQuery, ofKey]) expect((await data(slopes)).every(Number.isFinite)).toBe(true);
  await backend.dispose();
});
