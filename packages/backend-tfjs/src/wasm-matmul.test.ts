import { jit, tensor, tensorData } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { tfjsBackend } from "./backend.ts";

test("one tensor serves as right matrix of two shapes", async () => {
  const backend = await tfjsBackend({ backend: "wasm" });
  const both = jit((x: Tensor, y: Tensor, w: Tensor) => [x.matmul(w), y.matmul(w.reshape([3, 2]))], { backend });
  const [a, b] = await both(tensor([[1, 1]]), tensor([[1, 1, 1]]), tensor([1, 2, 3, 4, 5, 6]).reshape([2, 3]));
  expect([await a?.array(), await b?.array()]).toEqual([[[5, 7, 9]], [[9, 12]]]); // by hand
  await backend.dispose();
});

test.each([
  ["a stack by a stack", [5, 24, 20], [5, 20, 24]],
  ["one by a stack", [24, 20], [5, 20, 24]],
  ["a stack by one", [5, 24, 20], [20, 24]],
  ["two broadcast batch axes", [2, 1, 24, 20], [1, 3, 20, 24]],
])("%s is as on the host", async (_, left, right) => {
  const backend = await tfjsBackend({ backend: "wasm" });
  const wave = (shape: readonly number[]): Tensor => {
    const size = shape.reduce((a, b) => a * b, 1);
    const { data } = tensorData(Float32Array.from({ length: size }, (_, i) => Math.sin(i)));
    return tensor(data).reshape([...shape]);
  };
  const product = jit((a: Tensor, b: Tensor) => a.matmul(b), { backend });
  const onEngine = await (await product(wave(left), wave(right))).data();
  const onHost = await wave(left).matmul(wave(right)).data();
  onHost.forEach((value: number | bigint, i: number) => expect(onEngine[i]).toBeCloseTo(Number(value), 4));
  await backend.dispose();
});
