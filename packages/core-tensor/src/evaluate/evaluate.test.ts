import { expect, test } from "vitest";
import { gather, sort } from "../functions/indexing.ts";
import { scan } from "../scan.ts";
import { tensor } from "../leaf-tensors.ts";
import type { Tensor } from "../tensor.ts";
import { tensorData } from "../tensor-data.ts";
import { trace } from "../trace.ts";
import { interpreterBackend } from "./backend.ts";
import { erf } from "./erf.ts";
import { evaluate } from "./index.ts";

test.each([
  [1e-10, 1.1283791670955126e-10],
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497148],
  [1.5, 0.9661051464753108],
  [2, 0.9953222650189527],
  [2.9, 0.9999589021219005],
  [3.5, 0.9999992569016276],
  [4.5, 0.9999999998033839],
  [5.9, 0.9999999999999999],
])("erf(%d), numbers of scipy.special.erf", (x, expected) => {
  expect(Math.abs(erf(x) / expected - 1)).toBeLessThan(1e-14);
  expect(erf(-x)).toBe(-erf(x));
});

test("inputs bind the free sizes of a graph, also inside a loop", () => {
  const graph = trace(
    (h: Tensor, xs: Tensor) => scan((carry: Tensor, x: Tensor) => [carry.add(x), x.mean({ axis: 0 })], h, xs),
    [{ shape: ["batch", 2] }, { shape: ["steps", "batch", 2] }],
  );
  const xs = tensorData(
    Float32Array.from({ length: 12 }, (_, i) => i),
    [2, 3, 2],
  );
  const [sum, means] = evaluate(graph, [tensorData(new Float32Array(6), [3, 2]), xs]);
  expect([...(sum?.data ?? [])]).toEqual([6, 8, 10, 12, 14, 16]);
  expect([...(means?.data ?? [])]).toEqual([2, 3, 8, 9]);
});

test("inputs that do not fit are refused", () => {
  const graph = trace((x: Tensor, y: Tensor) => x.add(y), [{ shape: ["batch", 2] }, { shape: ["batch", 2] }], ["x", "y"]);
  const [two, three] = [new Float32Array(4), new Float32Array(6)];
  expect(() => evaluate(graph, [tensorData(two, [2, 2])])).toThrow("takes 2 inputs, received 1");
  expect(() => evaluate(graph, [tensorData(two, [2, 2]), tensorData(three, [3, 2])])).toThrow(
    "y: expected shape [batch, 2], received [3, 2] (batch is 2 elsewhere)",
  );
  expect(() => evaluate(graph, [tensorData(two, [2, 2]), tensorData(Int32Array.of(1, 2, 3, 4), [2, 2])])).toThrow(
    "input y is float32, received int32. Cast it first.",
  );
});

test("an index out of range is an error that says where", async () => {
  await expect(gather(tensor([1, 2, 3]), tensor(Int32Array.of(0, 3))).data()).rejects.toThrow(
    "gather: index 3 (number 1 of the indices) is out of range for axis 0 of size 3.",
  );
});

test("doubles as inputs are computed with in double precision", () => {
  const graph = trace((x: Tensor) => x.add(1).sub(1), [{ shape: [1] }]);
  expect(evaluate(graph, [{ dtype: "float32", shape: [1], data: Float64Array.of(1e-12) }])[0]?.data[0]).toBeCloseTo(1e-12, 15);
  expect(evaluate(graph, [tensorData([1e-12])])[0]?.data[0]).toBe(0);
});

test("inputs are never written to", () => {
  const graph = trace((x: Tensor) => [x.neg(), sort(x), x.reshape([3]).add(1)], [{ shape: [3] }]);
  const x = tensorData([3, 1, 2]);
  evaluate(graph, [x]);
  expect([...x.data]).toEqual([3, 1, 2]);
});

test("as a backend, it refuses tensors and executables that were given away", async () => {
  const backend = interpreterBackend();
  const executable = await backend.compile(trace((x: Tensor) => x.mul(2), [{ shape: [2] }]));
  const x = backend.upload(Float32Array.of(1, 2), { dtype: "float32", shape: [2] });
  const [y] = await executable.run([x], { donate: [0] });
  expect(await y?.data()).toEqual(Float32Array.of(2, 4));
  await expect(executable.run([x])).rejects.toThrow("was disposed or donated");
  executable.dispose();
  await expect(executable.run([])).rejects.toThrow("this executable was disposed");
});
