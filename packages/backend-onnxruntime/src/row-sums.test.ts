import { dropDeadCode, evaluate, gather, grad, inlineCalls, literal, scan, simplify, tensorData, trace } from "@tidu/core-tensor";
import type { Backend, CallParams, Graph, Tensor } from "@tidu/core-tensor";
import { afterAll, beforeAll, expect, test } from "vitest";
import { onnxruntime } from "./onnxruntime.ts";
import { rowSums } from "./row-sums.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await onnxruntime({ threads: 2 });
});
afterAll(() => backend.dispose());

const [size, width, count] = [50, 4, 12];

/** Both moments of Adam for an embedding table, and with `dense` the gradient itself. */
const moments =
  (dense: boolean) =>
  (table: Tensor, ids: Tensor, g: Tensor, m: Tensor, v: Tensor): readonly Tensor[] => {
    const gradient = grad((w: Tensor) => gather(w, ids).mul(g).sum())(table);
    return [m.mul(0.9).add(gradient), v.mul(0.99).add(gradient.square()), ...(dense ? [gradient] : [])];
  };
const specs = [
  { shape: [size, width] },
  { shape: [count], dtype: "int32" as const },
  { shape: [count, width] },
  { shape: [size, width] },
  { shape: [size, width] },
];
const numbers = (length: number, from: number): Float32Array => Float32Array.from({ length }, (_, i) => Math.sin(i * 7.3 + from));
/** Several ids come more than once, one of them most of the time. */
const values = [
  tensorData(numbers(size * width, 0), [size, width]),
  tensorData(Int32Array.of(3, 7, 3, 49, 0, 3, 7, 3, 3, 12, 0, 3), [count], "int32"),
  tensorData(numbers(count * width, 1), [count, width]),
  tensorData(numbers(size * width, 2), [size, width]),
  tensorData(
    numbers(size * width, 3).map((value) => value ** 2),
    [size, width],
  ),
];

const written = (fn: (...args: Tensor[]) => readonly Tensor[]): Graph => dropDeadCode(rowSums(simplify(inlineCalls(trace(fn, specs)))));

test("both moments add the sums of a batch's rows: two additions, of sums and of their squares", () => {
  const squared = written(moments(false)).nodes.flatMap(({ op, params }) =>
    op === "call" ? [(params as CallParams).name, (params as CallParams).options["squared"]] : [],
  );
  expect(squared).toEqual(["addRowSums", false, "addRowSums", true]);
});

test.each([false, true])("moments equal those of the dense gradient, to the last places (the gradient wanted too: %s)", async (dense) => {
  const graph = trace(moments(dense), specs);
  const expected = evaluate(graph, values);
  const executable = await backend.compile(graph);
  const found = await executable.run(values.map(({ data, dtype, shape }) => backend.upload(data, { dtype, shape })));
  for (const [i, device] of found.entries()) {
    const data = await device.data();
    expected[i]?.data.forEach((value, at) => expect(Number(data[at])).toBeCloseTo(Number(value), 5));
  }
});

test("so they do in a loop of steps", async () => {
  const steps = (table: Tensor, ids: Tensor, g: Tensor, m: Tensor, v: Tensor): readonly Tensor[] => {
    const [last] = scan(
      (carry: readonly Tensor[]) => {
        const [m = literal(0, "float32"), v = literal(0, "float32")] = carry;
        return [moments(false)(table, ids, g, m, v), []] as const;
      },
      [m, v],
      [],
      { length: 3 },
    );
    return last;
  };
  const graph = trace(steps, specs);
  const expected = evaluate(graph, values);
  const executable = await backend.compile(graph);
  const found = await executable.run(values.map(({ data, dtype, shape }) => backend.upload(data, { dtype, shape })));
  for (const [i, device] of found.entries()) {
    const data = await device.data();
    expected[i]?.data.forEach((value, at) => expect(Number(data[at])).toBeCloseTo(Number(value), 4));
  }
});

test("a graph without such moments stays as it is", () => {
  const graph = trace((table: Tensor, ids: Tensor) => gather(table, ids), specs.slice(0, 2));
  expect(rowSums(graph).nodes).toEqual(graph.nodes);
});
