import { gather, grad, jit, scan, tensor, tensorData, trace } from "@tidu/core-tensor";
import type { Backend, DeviceTensor, DType, Tensor } from "@tidu/core-tensor";
import { conformanceChecks } from "@tidu/testing";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tfjsBackend } from "./backend.ts";

describe.each(["cpu", "wasm"])("tfjs %s", (name) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await tfjsBackend({ backend: name });
  });
  afterAll(() => backend.dispose());

  const upload = (values: Parameters<typeof tensorData>[0], shape?: readonly number[], dtype?: DType): DeviceTensor => {
    const { data, ...spec } = tensorData(values, shape, dtype);
    return backend.upload(data, spec);
  };
  const numbers = async (tensors: readonly DeviceTensor[]): Promise<unknown> =>
    Promise.all(tensors.map(async (value) => [...(await value.data())]));
  /** Tensors that tfjs holds. */
  const held = (): number => tf.findBackend(name).numDataIds();

  test("it says what it is", () => {
    expect(backend).toMatchObject({ name: `tfjs ${name}`, loops: "host" });
  });

  test("no check of the conformance suite leaves anything behind once its backend is disposed", async () => {
    const leaks: string[] = [];
    for (const check of Object.values(conformanceChecks()).flat()) {
      const before = held();
      const own = await tfjsBackend({ backend: name });
      await check.run(own);
      await own.dispose();
      if (held() !== before) leaks.push(`${check.name}: ${held() - before}`);
    }
    expect(leaks).toEqual([]);
  });

  test("a training loop with donated state holds no more after many steps than after one", async () => {
    const loss = (w: Tensor, x: Tensor): Tensor => x.matmul(w).tanh().square().mean();
    const step = jit((w: Tensor, x: Tensor) => w.sub(grad(loss)(w, x).mul(0.1)), { backend, donate: [0] });
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    let w = await step(tensor([[1], [-1]]), x);
    const once = held();
    for (let i = 0; i < 50; i++) w = await step(w, x);
    expect(held()).toBe(once);
    expect(await w.array()).toHaveLength(2);
  });

  test("a run that fails frees what it made and took over, and says in which layer", async () => {
    const graph = trace((x: Tensor, i: Tensor) => gather(x.exp(), i).add(1), [{ shape: [3] }, { shape: [1], dtype: "int32" }]);
    const executable = await backend.compile(graph, { name: "lookup" });
    const before = held();
    const failed = executable.run([upload([1, 2, 3]), upload([7], [1], "int32")], { donate: [0, 1] });
    await expect(failed).rejects.toThrow(/tfjs .*: gather: .*7/);
    expect(held()).toBe(before);
  });

  test("donated inputs are gone, others stay", async () => {
    const executable = await backend.compile(trace((a: Tensor, b: Tensor) => a.add(b), [{ shape: [2] }, { shape: [2] }]));
    const [a, b] = [upload([1, 2]), upload([3, 4])];
    expect(await numbers(await executable.run([a, b], { donate: [0] }))).toEqual([[4, 6]]);
    expect(await numbers([b])).toEqual([[3, 4]]);
    await expect(a.data()).rejects.toThrow("float32[2] was disposed or donated");
    await expect(executable.run([a, b])).rejects.toThrow("was disposed or donated");
  });

  test("an input may come back as several outputs", async () => {
    const executable = await backend.compile(trace((x: Tensor) => [x, x.reshape([1, 2]), x], [{ shape: [2] }]));
    const x = upload([5, 6]);
    const outputs = await executable.run([x], { donate: [0] });
    expect(outputs.map(({ spec }) => spec.shape)).toEqual([[2], [1, 2], [2]]);
    outputs[0]?.dispose();
    expect(await numbers(outputs.slice(1))).toEqual([
      [5, 6],
      [5, 6],
    ]);
  });

  test.each<[DType, readonly number[]]>([
    ["float32", [1.5, -0, Infinity]],
    ["int32", [-(2 ** 31), 16_777_217]],
    ["uint32", [2 ** 32 - 1, 0]],
    ["bool", [1, 0]],
    ["uint8", [255, 0]],
    ["float16", [1.5, -2]],
  ])("%s comes back as it went", async (dtype, values) => {
    const { data, shape } = tensorData(values, undefined, dtype);
    expect(await backend.upload(data, { dtype, shape }).data()).toEqual(data);
  });

  test("int64 comes back as it went, beyond what a double holds", async () => {
    const data = BigInt64Array.of(2n ** 62n + 1n, -1n);
    expect(await backend.upload(data, { dtype: "int64", shape: [2] }).data()).toEqual(data);
  });

  test("one executable serves every size, and keeps its constants only as long as their sizes are in use", async () => {
    const graph = trace((x: Tensor) => x.add(tensor([1, 2])).sum({ axis: 0 }), [{ shape: ["rows", 2] }]);
    const executable = await backend.compile(graph);
    const before = held();
    for (let rows = 1; rows <= 80; rows++) {
      const x = upload(new Float32Array(2 * rows), [rows, 2]);
      const outputs = await executable.run([x], { donate: [0] });
      expect(await numbers(outputs)).toEqual([[rows, 2 * rows]]);
      outputs[0]?.dispose();
    }
    expect(held() - before).toBeLessThan(80);
    executable.dispose();
    expect(held()).toBeLessThanOrEqual(before);
  });

  test("inputs given as constants are not fed, and survive their tensor", async () => {
    const graph = trace((x: Tensor, w: Tensor) => x.matmul(w), [{ shape: ["batch", 2] }, { shape: [2, 1] }]);
    const w = upload([[2], [3]]);
    const executable = await backend.compile(graph, { constants: new Map([[1, w]]) });
    w.dispose();
    expect(await numbers(await executable.run([upload([[1, 10]])]))).toEqual([[32]]);
  });

  test("a loop carries uint32 keys on the host beside float state", async () => {
    const graph = trace(
      (key: Tensor, xs: Tensor) =>
        scan((k: Tensor, x: Tensor) => [k.add(tensor(Uint32Array.of(1)).reshape([])), x.add(k.cast("float32"))], key, xs, {
          reverse: true,
        }),
      [{ shape: [], dtype: "uint32" }, { shape: [3] }],
    );
    const executable = await backend.compile(graph);
    const outputs = await executable.run([upload(Uint32Array.of(2 ** 32 - 2), []), upload([0.5, 0.5, 0.5])]);
    expect(await numbers(outputs)).toEqual([[1], [0.5, 4294967296, 4294967296]]);
  });

  test("what does not fit is refused by name", async () => {
    const executable = await backend.compile(
      trace((x: Tensor) => x.add(1), [{ shape: ["batch", 2] }]),
      { name: "shift" },
    );
    await expect(executable.run([])).rejects.toThrow("shift: expected 1 inputs, received 0");
    await expect(executable.run([upload([1, 2, 3])])).rejects.toThrow("expected shape [batch, 2], received [3]");
    await expect(executable.run([upload([[1, 2]], [1, 2], "int32")])).rejects.toThrow("expected float32, received int32[1, 2]");
    const other = await tfjsBackend({ backend: name });
    const foreign = other.upload(Float32Array.of(1, 2), { dtype: "float32", shape: [1, 2] });
    await expect(executable.run([foreign])).rejects.toThrow("expected a tensor of this backend");
    expect(() => backend.upload(Float32Array.of(1), { dtype: "float32", shape: [2] })).toThrow("float32[2] holds 2 values, received 1");
    expect(() => backend.upload(Int32Array.of(1), { dtype: "float32", shape: [1] })).toThrow("float32[1] cannot hold a Int32Array");
    executable.dispose();
    await expect(executable.run([upload([[1, 2]])])).rejects.toThrow("this executable was disposed");
  });

  test("a disposed backend frees everything it held and refuses to run", async () => {
    const before = held();
    const other = await tfjsBackend({ backend: name });
    const executable = await other.compile(trace((x: Tensor) => x.add(tensor([1, 2])), [{ shape: [2] }]));
    const x = other.upload(Float32Array.of(1, 2), { dtype: "float32", shape: [2] });
    await other.dispose();
    expect(held()).toBe(before);
    await expect(executable.run([x])).rejects.toThrow("the backend was disposed");
  });
});

test("the backend that tfjs itself uses stays the one it was", async () => {
  await tf.setBackend("cpu");
  await tfjsBackend({ backend: "wasm" });
  expect(tf.getBackend()).toBe("cpu");
});

test("an unknown backend is named, with what to import", async () => {
  await expect(tfjsBackend({ backend: "webgl" })).rejects.toThrow('tfjs has no backend "webgl". Import the package');
});

test("backends that are started at once start one after the other", async () => {
  const backends = await Promise.all(["wasm", "cpu", "wasm", "cpu"].map((backend) => tfjsBackend({ backend })));
  expect(backends.map(({ name }) => name)).toEqual(["tfjs wasm", "tfjs cpu", "tfjs wasm", "tfjs cpu"]);
});
