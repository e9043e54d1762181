import { expect, test } from "vitest";
import { grad } from "../autodiff.ts";
import { evaluate } from "../evaluate/index.ts";
import { relu } from "../functions/activation.ts";
import { conv } from "../functions/convolution.ts";
import { averagePool, maxPool } from "../functions/pooling.ts";
import { countOps } from "../print-graph.ts";
import { sizeOfShape } from "../tensor-data.ts";
import type { TensorData } from "../tensor-data.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";
import { channelsFirst } from "./channels-first.ts";
import { simplify } from "./simplify.ts";

const shapes = [[2, 8, 7, 3], [3, 3, 3, 4], [4], [2, 2, 4, 5]] as const;

const net = (x: Tensor, w1: Tensor, b: Tensor, w2: Tensor): Tensor =>
  averagePool(relu(conv(maxPool(relu(conv(x, w1, { padding: "same" }).add(b)), 2), w2, { strides: 2, padding: "same" })), 2);

const numbers: readonly TensorData[] = shapes.map((shape) => ({
  dtype: "float32",
  shape,
  data: Float32Array.from({ length: sizeOfShape(shape) }, (_, i) => Math.sin(i * 1.7)),
}));

const close = (a: readonly TensorData[], b: readonly TensorData[]): void =>
  a.forEach(({ shape, data }, i) => {
    expect(shape).toEqual(b[i]?.shape);
    data.forEach((value: number | bigint, at: number) => expect(value).toBeCloseTo(Number(b[i]?.data[at]), 4));
  });

test("one transpose into a network and one for each filter; out of it a single pixel needs none", () => {
  const graph = trace(
    net,
    shapes.map((shape) => ({ shape })),
  );
  const first = simplify(channelsFirst(graph));
  expect(countOps(first)).toMatchObject({ conv: 2, maxPool: 1, averagePool: 1, transpose: 3 });
  close(evaluate(first, numbers), evaluate(graph, numbers));
});

test("gradients too", () => {
  const loss = ([x, w1, b, w2]: readonly [Tensor, Tensor, Tensor, Tensor]): Tensor => net(x, w1, b, w2).square().sum();
  const graph = trace(
    (x: Tensor, w1: Tensor, b: Tensor, w2: Tensor) => grad(loss)([x, w1, b, w2]),
    shapes.map((shape) => ({ shape })),
  );
  close(evaluate(simplify(channelsFirst(graph)), numbers), evaluate(graph, numbers));
});

test("a graph without images is the same value", () => {
  const graph = trace((x: Tensor) => x.matmul(x), [{ shape: [2, 2] }]);
  expect(channelsFirst(graph)).toBe(graph);
});
