import { countOps, grad, jit, literal, maxPool, scan, tensor, trace } from "@tidu/core-tensor";
import type { Backend, DeviceTensor, Tensor } from "@tidu/core-tensor";
import { conformance } from "@tidu/testing";
import { expect, test } from "vitest";
import { loadOrt } from "../load-ort.ts";
import { onnxruntime } from "../onnxruntime.ts";
import type { OrtModule, OrtSessionOptions, OrtTensor } from "../ort.ts";
import { writeOutSingleSteps } from "./single-steps.ts";

// A GPU for machines without one: onnxruntime on the CPU, with tensors that cannot be read where a session was asked to leave them on
// the GPU. What a real one computes is checked by webgpu.gpu.test.ts.

const real = await loadOrt();

/** A tensor "on the GPU". */
class FarTensor implements OrtTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly location = "gpu-buffer";
  near: OrtTensor | undefined;

  constructor(near: OrtTensor) {
    this.near = near;
    this.type = near.type;
    this.dims = near.dims;
  }

  get data(): never {
    throw new Error("getData() on a tensor of the GPU ends the process");
  }

  dispose(): void {
    this.near = undefined;
  }
}

interface Traffic {
  up: number;
  down: number;
}

/** Counts the tensors that cross between host and GPU. */
function pretendGpu(): { readonly ort: OrtModule; readonly traffic: Traffic } {
  const traffic = { up: 0, down: 0 };
  const near = (value: OrtTensor): OrtTensor => {
    if (!(value instanceof FarTensor)) {
      traffic.up++;
      return value;
    }
    if (value.near === undefined) throw new Error("this memory of the GPU was freed");
    return value.near;
  };
  const create = async (model: Uint8Array, options: OrtSessionOptions = {}) => {
    const { preferredOutputLocation: places = {}, ...others } = options;
    const session = await real.InferenceSession.create(model, { ...others, executionProviders: ["cpu"] });
    if (others.executionProviders?.[0] === "cpu") return session;
    return {
      release: () => session.release(),
      run: async (feeds: Readonly<Record<string, OrtTensor>>) => {
        const results = await session.run(Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name, near(value)])));
        return Object.fromEntries(
          Object.entries(results).map(([name, value]) => {
            if (places[name] !== "cpu") return [name, new FarTensor(value)];
            traffic.down++;
            return [name, value];
          }),
        );
      },
    };
  };
  return { ort: { Tensor: real.Tensor, InferenceSession: { create } }, traffic };
}

conformance({
  name: "onnxruntime, its results kept on a GPU",
  backend: async () => onnxruntime({ ort: pretendGpu().ort, device: "gpu" }),
  exceptions: [
    {
      reason: "MaxPool of onnxruntime keeps NaN only where it comes last, and has no number below the lowest",
      tests: ["maxPool: NaN wins", "maxPool: nothing but minus infinity", "adaptiveMaxPool: NaN reaches its windows only"],
    },
  ],
});

/** w ← w − 0.25 · d/dw (w − 3)²: the distance to 3 halves with every step. */
const halve = (w: Tensor): readonly [Tensor, Tensor] => {
  const loss = (v: Tensor): Tensor => v.sub(3).square().sum();
  return [w.sub(grad(loss)(w).mul(0.25)), loss(w)];
};

test("the state of a training loop stays on the GPU, its loss is read", async () => {
  const { ort, traffic } = pretendGpu();
  const backend = await onnxruntime({ ort, device: "gpu" });
  const run = jit(halve, { backend, donate: [0] });
  let w: Tensor = tensor([1, 7]);
  const losses: number[] = [];
  for (let i = 0; i < 3; i++) {
    const [next, loss] = await run(w);
    w = next;
    losses.push(await loss.item());
  }
  expect(losses).toEqual([20, 5, 1.25]);
  expect(traffic).toEqual({ up: 1, down: 3 });
  expect(await w.array()).toEqual([2.75, 3.5]);
});

test("training steps written as a loop of one step keep their state there too", async () => {
  const { ort, traffic } = pretendGpu();
  const backend = await onnxruntime({ ort, device: "gpu" });
  expect(backend.loops).toBe("host");
  const graph = trace(
    (w: Tensor, rates: Tensor) => scan((v: Tensor, rate: Tensor) => [v.sub(v.sub(3).mul(rate)), v.sum()], w, rates),
    [{ shape: [2] }, { shape: ["steps"] }],
  );
  const executable = await backend.compile(graph);
  const rate = backend.upload(Float32Array.of(0.5), { dtype: "float32", shape: [1] });
  const [once, sums] = await executable.run([upload(backend, [1, 7]), rate]);
  if (once === undefined) throw new Error("expected a state");
  const before = traffic.down;
  const [twice] = await executable.run([once, rate], { donate: [0] });
  expect(traffic.down).toBe(before);
  expect([...((await sums?.data()) ?? [])]).toEqual([8]);
  expect([...((await twice?.data()) ?? [])]).toEqual([2.5, 4]);
  await expect(once.data()).rejects.toThrow("was disposed, or donated to a run");
});

test("what is fed a second time moves to the GPU", async () => {
  const { ort, traffic } = pretendGpu();
  const backend = await onnxruntime({ ort, device: "gpu" });
  const executable = await backend.compile(trace((x: Tensor) => x.add(1), [{ shape: [2] }]));
  const x = upload(backend, [1, 2]);
  for (let i = 0; i < 5; i++) await executable.run([x]);
  expect(traffic.up).toBe(2);
  expect([...(await x.data())]).toEqual([1, 2]);
});

test("a tensor disposed while it is read gives its numbers", async () => {
  const backend = await onnxruntime({ ort: pretendGpu().ort, device: "gpu" });
  const executable = await backend.compile(trace((x: Tensor) => x.add(1), [{ shape: [2] }]));
  const [y] = await executable.run([upload(backend, [1, 2])]);
  const reading = y?.data();
  y?.dispose();
  expect([...((await reading) ?? [])]).toEqual([2, 3]);
});

test("windows that overlap on images of any size", async () => {
  const backend = await onnxruntime({ ort: pretendGpu().ort, device: "gpu" });
  const peaks = (x: Tensor): Tensor => maxPool(x, 2, { strides: 1 }).sum();
  const executable = await backend.compile(trace(grad(peaks), [{ shape: [1, "size", 1] }]));
  const run = async (values: readonly number[]) => {
    const [gradient] = await executable.run([
      backend.upload(Float32Array.from(values), { dtype: "float32", shape: [1, values.length, 1] }),
    ]);
    return [...((await gradient?.data()) ?? [])];
  };
  expect(await run([1, 3, 2])).toEqual([0, 2, 0]);
  expect(await run([4, 3, 2, 5])).toEqual([1, 1, 0, 1]);
});

test("loops of one step are written out, inner ones too", () => {
  const twice = (x: Tensor): Tensor => scan((c: Tensor, row: Tensor) => [c.add(row), c], literal(0, "float32"), x.reshape([1]))[0];
  const graph = trace((xs: Tensor) => scan((c: Tensor, x: Tensor) => [c.add(twice(x)), x], literal(0, "float32"), xs), [{ shape: [3] }]);
  expect(countOps(writeOutSingleSteps(graph))).toMatchObject({ scan: 1 });
  const single = trace((xs: Tensor) => scan((c: Tensor, x: Tensor) => [c.add(twice(x)), x], literal(0, "float32"), xs), [{ shape: [1] }]);
  expect(countOps(writeOutSingleSteps(single))).not.toHaveProperty("scan");
});

test.each([
  [
    "webgpu_context.cc:136 Initialize() status == Success was false. Failed to get a WebGPU adapter: No supported adapters",
    /no GPU was found through WebGPU \(Failed to get a WebGPU adapter: No supported adapters\)\. On Linux.*Vulkan driver/,
  ],
  ["no available backend found. ERR: [webgpu] backend not found.", /this build of onnxruntime has no WebGPU provider.*device: "cpu"/],
  ["out of memory", /the GPU could not be opened: out of memory/],
])("a GPU that cannot be had: %s", async (message, expected) => {
  const ort = { Tensor: real.Tensor, InferenceSession: { create: async () => Promise.reject(new Error(message)) } };
  await expect(onnxruntime({ ort, device: "gpu" })).rejects.toThrow(expected);
});

test("device and executionProviders exclude each other", async () => {
  await expect(onnxruntime({ device: "gpu", executionProviders: ["cuda"] })).rejects.toThrow("Leave executionProviders out, or device");
});

const upload = (backend: Backend, values: readonly number[]): DeviceTensor =>
  backend.upload(Float32Array.from(values), { dtype: "float32", shape: [values.length] });
