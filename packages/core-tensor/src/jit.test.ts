import { expect, test } from "vitest";
import { grad } from "./autodiff.ts";
import type { Backend, DeviceTensor } from "./backend.ts";
import { interpreterBackend } from "./evaluate/backend.ts";
import type { Graph } from "./graph.ts";
import { jit, release } from "./jit.ts";
import { fromDevice, tensor } from "./leaf-tensors.ts";
import { printShape } from "./shape/shape.ts";
import type { Tensor } from "./tensor.ts";

/** The interpreter, remembering what it was asked for. */
function watched() {
  const backend = interpreterBackend();
  const graphs: Graph[] = [];
  const uploaded: DeviceTensor[] = [];
  const seen: Backend = {
    ...backend,
    compile: (graph, options) => {
      graphs.push(graph);
      return backend.compile(graph, options);
    },
    upload: (data, spec) => {
      const device = backend.upload(data, spec);
      uploaded.push(device);
      return device;
    },
  };
  return { backend: seen, graphs, uploaded };
}

const onDevice = (values: readonly number[]): Tensor =>
  fromDevice(interpreterBackend().upload(Float32Array.from(values), { dtype: "float32", shape: [values.length] }));

test("trees go in and out, results live on the backend", async () => {
  const step = jit(({ w }: { w: Tensor }, [x]: readonly Tensor[]) => ({ sum: w.add(x ?? 0), more: [w] }), {
    backend: interpreterBackend(),
  });
  const { sum, more } = await step({ w: tensor([1, 2]) }, [tensor([10])]);
  expect(sum.source.kind).toBe("device");
  expect([await sum.array(), await more[0]?.array()]).toEqual([
    [11, 12],
    [1, 2],
  ]);
});

test("compiled once per combination of shapes and dtypes", async () => {
  const { backend, graphs } = watched();
  const double = jit((x: Tensor) => x.add(x), { backend });
  await double(tensor([1, 2]));
  await double(tensor([3, 4]));
  expect(graphs).toHaveLength(1);
  await double(tensor([1, 2, 3]));
  await double(tensor(Int32Array.of(1, 2)));
  expect(graphs).toHaveLength(3);
});

test("calls that come while a compilation runs wait for it", async () => {
  const { backend, graphs } = watched();
  const negate = jit((x: Tensor) => x.neg(), { backend });
  const results = await Promise.all([negate(tensor([1])), negate(tensor([2]))]);
  expect(graphs).toHaveLength(1);
  expect(await Promise.all(results.map((y) => y.item()))).toEqual([-1, -2]);
});

test("one compilation serves every size of a free dimension", async () => {
  const { backend, graphs } = watched();
  const mean = jit((x: Tensor, scale: Tensor) => x.mean({ axis: 0 }).mul(scale), { backend, dynamic: { 0: ["batch", null] } });
  const scale = tensor([2, 2]);
  expect(await (await mean(tensor([[1, 2]]), scale)).array()).toEqual([2, 4]);
  expect(
    await (
      await mean(
        tensor([
          [1, 2],
          [3, 4],
        ]),
        scale,
      )
    ).array(),
  ).toEqual([4, 6]);
  expect(graphs.map(({ inputs }) => inputs.map(({ spec }) => printShape(spec.shape)))).toEqual([["[batch, 2]", "[2]"]]);
});

test("two sizes for one name are refused", async () => {
  const add = jit((x: Tensor, y: Tensor) => x.add(y), { backend: interpreterBackend(), dynamic: { 0: ["batch"], 1: ["batch"] } });
  await expect(add(tensor([1, 2]), tensor([1, 2, 3]))).rejects.toThrow(
    "arg1: expected shape [batch], received [3] (batch is 2 elsewhere).",
  );
});

test("donated buffers are gone after the run, others stay", async () => {
  const step = jit((w: Tensor, x: Tensor) => w.sub(x), { backend: interpreterBackend(), donate: [0] });
  const [w, x] = [onDevice([5]), onDevice([2])];
  const next = await step(w, x);
  expect(await next.array()).toEqual([3]);
  expect(await x.array()).toEqual([2]);
  await expect(w.data()).rejects.toThrow("was disposed or donated");
});

test("numbers of the host survive a donation: only their copy on the backend is given away", async () => {
  const step = jit((w: Tensor) => w.add(1), { backend: interpreterBackend(), donate: [0] });
  const w = tensor([1]);
  await step(w);
  expect(await (await step(w)).array()).toEqual([2]);
});

test("copies of arguments are released after the run, also when it fails", async () => {
  const { backend, uploaded } = watched();
  const fine = jit((x: Tensor) => x.neg(), { backend });
  await fine(tensor([1]));
  const failing = jit((x: Tensor) => x.neg(), {
    backend: { ...backend, compile: async () => ({ run: async () => Promise.reject(new Error("out of memory")), dispose: () => {} }) },
  });
  await expect(failing(tensor([1]))).rejects.toThrow("out of memory");
  expect(uploaded).toHaveLength(2);
  for (const device of uploaded) await expect(device.data()).rejects.toThrow("was disposed");
});

test("an argument that is not computed yet is computed first", async () => {
  const run = jit((x: Tensor) => x.mul(2), { backend: interpreterBackend() });
  expect(await (await run(tensor([1, 2]).add(1))).array()).toEqual([4, 6]);
});

test("tensors that the function closes over: numbers become constants, buffers are fed", async () => {
  const { backend, graphs } = watched();
  const [table, weights] = [tensor([1, 2]), onDevice([10, 20])];
  const run = jit((x: Tensor) => x.add(table).mul(weights), { backend });
  expect(await (await run(tensor([0, 0]))).array()).toEqual([10, 40]);
  expect(graphs[0]?.inputs).toHaveLength(2);
  run.dispose();
  expect(await weights.array()).toEqual([10, 20]); // not ours to release
});

test("a compilation that failed is tried again", async () => {
  const { backend } = watched();
  let attempts = 0;
  const run = jit((x: Tensor) => x.neg(), {
    backend: { ...backend, compile: (graph) => (attempts++ === 0 ? Promise.reject(new Error("no memory")) : backend.compile(graph)) },
  });
  await expect(run(tensor([1]))).rejects.toThrow("no memory");
  expect(await (await run(tensor([1]))).array()).toEqual([-1]);
});

test("an error of the function comes out of the call", async () => {
  const run = jit((x: Tensor) => x.matmul(x), { backend: interpreterBackend() });
  await expect(run(tensor([[1, 2]]))).rejects.toThrow("matmul of float32[1, 2] and float32[1, 2]: expected equal sizes, received 2 and 1.");
});

test("an argument that is no tree is refused", async () => {
  const run = jit((x: Tensor) => x, { backend: interpreterBackend() });
  const broken: unknown = { rate: 0.1 };
  await expect(run(broken as Tensor)).rejects.toThrow('at "rate", received the number 0.1.');
});

test("dispose releases the executables; a later call compiles again", async () => {
  const { backend, graphs } = watched();
  const disposed: string[] = [];
  const run = jit((x: Tensor) => x.neg(), {
    backend: {
      ...backend,
      compile: async (graph) => {
        const executable = await backend.compile(graph);
        return { run: (inputs) => executable.run(inputs), dispose: () => disposed.push("executable") };
      },
    },
  });
  await run(tensor([1]));
  run.dispose();
  await expect.poll(() => disposed).toEqual(["executable"]);
  expect(await (await run(tensor([1]))).array()).toEqual([-1]);
  expect(graphs).toHaveLength(2);
});

test("release frees the buffers of a tree", async () => {
  const [a, b] = [onDevice([1]), tensor([2])];
  release({ a, more: [b] });
  await expect(a.data()).rejects.toThrow("was disposed");
  expect(await b.array()).toEqual([2]);
});

test("a training loop: state fed back, gradients inside", async () => {
  const loss = (w: Tensor, x: Tensor, y: Tensor): Tensor => x.mul(w).sub(y).square().mean();
  const step = jit((w: Tensor, x: Tensor, y: Tensor) => w.sub(grad(loss)(w, x, y).mul(0.1)), {
    backend: interpreterBackend(),
    donate: [0],
  });
  let w = tensor([0]);
  for (let i = 0; i < 50; i++) w = await step(w, tensor([1, 2]), tensor([3, 6]));
  expect(await w.item()).toBeCloseTo(3, 5);
});
