import { gather, grad, jit, literal, scan, tensor, tensorData, trace } from "@tidu/core-tensor";
import type { Backend, DeviceTensor, Tensor } from "@tidu/core-tensor";
import { encodeModelFiles, toOnnx } from "@tidu/onnx-export";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadOrt } from "./load-ort.ts";
import { onnxruntime } from "./onnxruntime.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await onnxruntime();
});
afterAll(() => backend.dispose());

const upload = (
  values: Parameters<typeof tensorData>[0],
  shape?: readonly number[],
  dtype?: "int32" | "int64" | "uint8" | "bool" | "uint32" | "float16",
) => {
  const { data, ...spec } = tensorData(values, shape, dtype);
  return backend.upload(data, spec);
};
const numbers = async (tensors: readonly DeviceTensor[]) => Promise.all(tensors.map(async (value) => [...(await value.data())]));

test("it says what it is", () => {
  expect(backend).toMatchObject({ name: "onnxruntime-node cpu", loops: "native" });
});

test("a training loop feeds its state back without a copy on the way", async () => {
  // w ← w − 0.25 · d/dw (w − 3)²: the distance to 3 halves with every step
  const step = (w: Tensor): Tensor => w.sub(grad((v: Tensor) => v.sub(3).square().sum())(w).mul(0.25));
  const run = jit(step, { backend, donate: [0] });
  let w: Tensor = tensor([1, 7]);
  for (let i = 0; i < 3; i++) w = await run(w);
  expect(await w.array()).toEqual([2.75, 3.5]);
  run.dispose();
});

test("one executable serves every batch size and number of steps", async () => {
  const graph = trace(
    (rows: Tensor) => scan((total: Tensor, row: Tensor) => [total.add(row.sum()), row.mul(total)], literal(1, "float32"), rows),
    [{ shape: ["steps", "batch"] }],
  );
  const executable = await backend.compile(graph);
  expect(await numbers(await executable.run([upload([[1, 2]])]))).toEqual([[4], [1, 2]]);
  expect(await numbers(await executable.run([upload([[1], [2], [3]])]))).toEqual([[7], [1, 4, 12]]);
  const empty = await executable.run([upload(new Float32Array(0), [0, 5])]);
  expect(empty.map(({ spec }) => spec.shape)).toEqual([[], [0, 5]]);
  expect(await numbers(empty)).toEqual([[1], []]);
});

test("inputs given as constants are not fed", async () => {
  const graph = trace(
    (x: Tensor, w: Tensor, b: Tensor) => x.matmul(w).add(b),
    [{ shape: ["batch", 2] }, { shape: [2, 1] }, { shape: [1] }],
  );
  const constants = new Map([
    [1, upload([[2], [3]])],
    [2, upload([10])],
  ]);
  const executable = await backend.compile(graph, { constants });
  expect(
    await numbers(
      await executable.run([
        upload([
          [1, 1],
          [0, 1],
        ]),
      ]),
    ),
  ).toEqual([[15, 13]]);
});

test("weights in a second buffer are read from there", async () => {
  const graph = trace((x: Tensor, w: Tensor) => x.matmul(w), [{ shape: [1, 400] }, { shape: [400, 1] }], ["x", "w"]);
  const onnx = toOnnx(graph, { constants: new Map([[1, tensorData(new Float32Array(400).fill(0.5), [400, 1])]]) });
  const { model, externalData } = encodeModelFiles(onnx, { externalDataPath: "model.onnx.data", threshold: 1000 });
  if (externalData === undefined) throw new Error("expected the weights beside the model");
  const ort = await loadOrt();
  const session = await ort.InferenceSession.create(model, { externalData: [externalData] });
  const { output } = await session.run({ x: new ort.Tensor("float32", new Float32Array(400).fill(1), [1, 400]) });
  expect(output?.data).toEqual(new Float32Array([200]));
});

test("inputs and outputs may have equal names", async () => {
  const graph = trace((x: Tensor, y: Tensor) => ({ x: y, y: x }), [{ shape: [1] }, { shape: [1] }], ["x", "y"]);
  const executable = await backend.compile(graph);
  expect(await numbers(await executable.run([upload([1]), upload([2])]))).toEqual([[2], [1]]);
});

test.each([
  ["bool", [1, 0]],
  ["uint8", [0, 255]],
  ["uint32", [0, 4294967295]],
  ["int64", [-1, 5]],
  ["float16", [0.5, -2]],
] as const)("%s crosses the boundary", async (dtype, values) => {
  const executable = await backend.compile(trace((x: Tensor) => x.reshape([2, 1]), [{ shape: [2], dtype }]));
  const given = tensorData([...values], [2], dtype);
  const [result] = await executable.run([backend.upload(given.data, given)]);
  expect(result?.spec).toEqual({ dtype, shape: [2, 1] });
  expect(await result?.data()).toEqual(given.data);
});

test("shared memory is copied, because onnxruntime refuses it", async () => {
  const shared = new Float32Array(new SharedArrayBuffer(8));
  shared.set([1, 2]);
  const executable = await backend.compile(trace((x: Tensor) => x.neg(), [{ shape: [2] }]));
  expect(await numbers(await executable.run([backend.upload(shared, { dtype: "float32", shape: [2] })]))).toEqual([[-1, -2]]);
});

describe("errors say what happened", () => {
  const double = trace((x: Tensor) => x.add(x), [{ shape: ["n", 2] }], ["x"]);

  test("a wrong shape", async () => {
    const executable = await backend.compile(double, { name: "double" });
    await expect(executable.run([upload([[1, 2, 3]])])).rejects.toThrow(
      'onnxruntime: running "double" failed: "x" takes float32[n, 2], received float32[1, 3].',
    );
  });

  test("a wrong number of inputs", async () => {
    const executable = await backend.compile(double, { name: "double" });
    await expect(executable.run([])).rejects.toThrow('onnxruntime: "double" takes 1 inputs, received 0.');
  });

  test("a tensor that was donated", async () => {
    const executable = await backend.compile(double, { name: "double" });
    const x = upload([[1, 2]]);
    await executable.run([x], { donate: [0] });
    await expect(executable.run([x])).rejects.toThrow("a tensor float32[1, 2] was disposed, or donated to a run");
  });

  test("an executable that was disposed", async () => {
    const executable = await backend.compile(double, { name: "double" });
    executable.dispose();
    await expect(executable.run([upload([[1, 2]])])).rejects.toThrow('onnxruntime: "double" was disposed and cannot run again.');
  });

  test("numbers that do not fill the shape", () => {
    expect(() => backend.upload(new Float32Array(3), { dtype: "float32", shape: [2, 2] })).toThrow(
      "onnxruntime: expected the numbers of float32[2, 2], received 3 of them.",
    );
  });

  test("an index out of range", async () => {
    const graph = trace((x: Tensor, i: Tensor) => gather(x, i), [{ shape: [2] }, { shape: [1], dtype: "int32" }]);
    const executable = await backend.compile(graph, { name: "pick" });
    await expect(executable.run([upload([1, 2]), upload([5], [1], "int32")])).rejects.toThrow(/running "pick" failed.*idx=5/s);
  });

  test("a missing package", async () => {
    const missing = async () =>
      Promise.reject(Object.assign(new Error("Cannot find package 'onnxruntime-node' imported from x"), { code: "ERR_MODULE_NOT_FOUND" }));
    await expect(loadOrt(missing)).rejects.toThrow("npm install onnxruntime-node");
  });

  test("a package that does not load here", async () => {
    const unloadable = async () => Promise.reject(new Error("libonnxruntime.so: wrong ELF class"));
    await expect(loadOrt(unloadable)).rejects.toThrow("is installed but does not load here: libonnxruntime.so: wrong ELF class");
  });
});
