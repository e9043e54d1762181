import { countOps, evaluate, sizeOfShape, trace } from "@tidu/core-tensor";
import type { Graph, Tensor, TensorData } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { expand } from "../expand.ts";

const numbers = (shape: readonly number[]): TensorData => ({
  dtype: "float32",
  shape,
  data: Float32Array.from({ length: sizeOfShape(shape) }, (_, i) => ((i * 31) % 64) / 64),
});

function expanded(fn: (...xs: Tensor[]) => Tensor, ...shapes: readonly (readonly number[])[]): Graph {
  const graph = trace(
    fn,
    shapes.map((shape) => ({ shape })),
  );
  const result = expand(graph);
  const inputs = shapes.map(numbers);
  const [before, after] = [evaluate(graph, inputs)[0], evaluate(result, inputs)[0]];
  expect(after?.shape).toEqual(before?.shape);
  before?.data.forEach((value: number | bigint, i: number) => expect(Number(after?.data[i])).toBeCloseTo(Number(value), 2));
  return result;
}

const shapesOf = (graph: Graph, op: string): readonly unknown[] =>
  graph.nodes.filter((node) => node.op === op).map(({ outputs: [y = -1] }) => graph.specs[y]?.shape);

test("a vector of few channels meets rows of 128 numbers and more", () => {
  const graph = expanded((x, v) => x.mul(v).add(v).sub(v), [32, 64, 16], [16]);
  for (const op of ["mul", "add", "sub"]) expect(shapesOf(graph, op)).toEqual([[32, 1024]]);
  expect(
    shapesOf(
      expanded((x, v) => v.sub(x), [64, 32, 16], [1, 1, 16]),
      "sub",
    ),
  ).toEqual([[64, 512]]);
});

test("small tensors, long vectors, and vectors along other axes are left alone", () => {
  expect(
    shapesOf(
      expanded((x, v) => x.mul(v), [4, 4, 16], [16]),
      "mul",
    ),
  ).toEqual([[4, 4, 16]]);
  expect(
    shapesOf(
      expanded((x, v) => x.mul(v), [8, 32, 128], [128]),
      "mul",
    ),
  ).toEqual([[8, 32, 128]]);
  expect(
    shapesOf(
      expanded((x, v) => x.mul(v), [32, 64, 16], [32, 1, 1]),
      "mul",
    ),
  ).toEqual([[32, 64, 16]]);
});

test("a long narrow matrix is summed as a wide one, then once more", () => {
  const graph = expanded((x) => x.sum({ axis: [0, 1] }), [64, 64, 16]);
  expect(shapesOf(graph, "matmul")).toEqual([
    [1, 1024],
    [1, 16],
  ]);
  expect(
    shapesOf(
      expanded((x) => x.sum({ axis: 0 }), [128, 512]),
      "matmul",
    ),
  ).toEqual([[1, 512]]);
  expect(countOps(expanded((x) => x.sum({ axis: 0 }), [8, 4]))).toMatchObject({ sum: 1 });
});
