import { grad, jit, tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { conformance } from "@tidu/testing";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { tfjsBackend } from "./backend.ts";

const refusal = await tfjsBackend({ device: "gpu" }).then(
  (backend) => backend.dispose(),
  (error: unknown) => String(error),
);

describe.skipIf(refusal !== undefined)(refusal ?? "on a GPU", () => {
  conformance({
    name: "tfjs webgpu",
    backend: async () => {
      const backend = await tfjsBackend({ device: "gpu" });
      tf.env().set("WEBGPU_CPU_FORWARD", false); // tfjs computes small tensors on the host, until they were on the GPU once
      return backend;
    },
    exceptions: [
      {
        reason: "tfjs computes integers in float32 on WebGPU: beyond 2 ** 24 they round",
        tests: [
          "neg: int32",
          /^(add|sub|mul|sum): int32 wraps around$/,
          /^(equal|max): int32 beyond 24 bits$/,
          /^(where|transpose|concat|broadcastTo|reverse|reindex|gather|scatterAdd|takeAlongAxis): int32$/,
          "resize: nearest of int32",
        ],
      },
      {
        reason: "a GPU computes asin, acos and tanh as precisely as its maker chose; WebGPU asks for little",
        tests: ["asin: values", "acos: values", /^gradient of a(sin|cos): values$/, "expm1: near zero", "gradient of sort: the last axis"],
      },
      {
        reason: "WebGPU lets compilers assume that there is no NaN",
        tests: ["pow: one to the power of NaN, a negative base to a broken power"],
      },
    ],
  });

  test("a training loop with donated state holds no more after many steps than after one", async () => {
    const backend = await tfjsBackend({ device: "gpu" });
    expect(backend).toMatchObject({ name: "tfjs webgpu", loops: "host" });
    const loss = (w: Tensor, x: Tensor): Tensor => x.matmul(w).tanh().square().mean();
    const step = jit((w: Tensor, x: Tensor) => w.sub(grad(loss)(w, x).mul(0.1)), { backend, donate: [0] });
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    let w = await step(tensor([[1], [-1]]), x);
    await w.data();
    const once = tf.findBackend("webgpu").numDataIds();
    for (let i = 0; i < 20; i++) w = await step(w, x);
    expect(await w.array()).toHaveLength(2);
    expect(tf.findBackend("webgpu").numDataIds()).toBe(once);
    await backend.dispose();
  });

  test("what the GPU reports apart from the calls is thrown when numbers are read", async () => {
    const backend = await tfjsBackend({ device: "gpu" });
    const run = jit((x: Tensor) => x.add(1), { backend });
    const webgpu = tf.findBackend("webgpu");
    if (!("device" in webgpu && webgpu.device instanceof GPUDevice)) throw new Error("expected a backend on a device");
    webgpu.device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
    const y = await run(tensor([1]));
    await expect(y.data()).rejects.toThrow("the GPU reported: ");
    const next = await run(tensor([2]));
    expect(await next.array()).toEqual([3]);
    await backend.dispose();
  });
});
