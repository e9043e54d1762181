import { expect, test } from "vitest";
import { composite } from "../composite.ts";
import { evaluate } from "../evaluate/index.ts";
import { relu } from "../functions/activation.ts";
import { tensor } from "../leaf-tensors.ts";
import { concat, pad, reindex } from "../functions/shaping.ts";
import type { CallParams } from "../ops/control.ts";
import { countOps } from "../print-graph.ts";
import type { Shape } from "../shape/shape.ts";
import { sizeOfShape } from "../tensor-data.ts";
import type { TensorData } from "../tensor-data.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";
import { deferMovement } from "./defer-movement.ts";
import { simplify } from "./simplify.ts";

const counting = (shape: readonly number[]): TensorData => ({
  dtype: "float32",
  shape,
  data: Float32Array.from({ length: sizeOfShape(shape) }, (_, i) => ((i * 7) % 23) - 11),
});

/** The ops that are left, after checking that the numbers are the same to the bit. */
function opsOf(fn: (...xs: Tensor[]) => Tensor, ...shapes: readonly (readonly number[])[]): Readonly<Record<string, number>> {
  const graph = trace(
    fn,
    shapes.map((shape): { shape: Shape; dtype: "float32" } => ({ shape, dtype: "float32" })),
  );
  const deferred = simplify(deferMovement(graph));
  const inputs = shapes.map(counting);
  expect(evaluate(deferred, inputs)).toEqual(evaluate(graph, inputs));
  return countOps(deferred);
}

const pixels = (x: Tensor): Tensor =>
  x.transpose([1, 2, 0, 3]).reshape([(x.shape[1] as number) * (x.shape[2] as number), x.shape[0] ?? 1, x.shape[3] ?? 1]);
const images = (x: Tensor, height: number, width: number): Tensor =>
  x.reshape([height, width, x.shape[1] ?? 1, x.shape[2] ?? 1]).transpose([2, 0, 1, 3]);
const reversed = (count: number): number[] => Array.from({ length: count }, (_, i) => count - 1 - i);

test("opposite transposes meet across elementwise ops and a bias", () => {
  const ops = opsOf(
    (x, bias) =>
      images(
        relu(images(pixels(x), 4, 3).add(bias))
          .transpose([1, 2, 0, 3])
          .reshape([12, 2, 5]),
        4,
        3,
      ),
    [2, 4, 3, 5],
    [5],
  );
  expect(ops["transpose"]).toBeUndefined();
  expect(ops).toMatchObject({ add: 1, call: 1 });
});

test("reindexes compose across elementwise ops", () => {
  const ops = opsOf((x) => reindex(reindex(x, reversed(6)).mul(x.sum()).exp(), [5, 4, -1, 2]), [6, 4]);
  expect(ops["reindex"]).toBe(1);
});

test("rows in reverse order are undone by the same order", () => {
  expect(opsOf((x) => reindex(reindex(x, reversed(6)).neg(), reversed(6)), [6, 4])).toEqual({ neg: 1 });
});

test("two operands in the same order stay as they lie", () => {
  const ops = opsOf((x, y) => reindex(reindex(x, reversed(6)).add(reindex(y, reversed(6))), reversed(6)), [6, 4], [6, 4]);
  expect(ops).toEqual({ add: 1 });
});

test("an operand in another order is brought into that of the first", () => {
  const ops = opsOf((x, y) => reindex(reindex(x, reversed(6)).add(y), reversed(6)), [6, 4], [6, 4]);
  expect(ops).toEqual({ add: 1, reindex: 1 });
});

test("sums over all rows do not care for their order", () => {
  expect(opsOf((x) => reindex(x, reversed(6)).square().sum({ axis: 0 }), [6, 4])).toMatchObject({ sum: 1 });
  const ops = opsOf((x) => images(reindex(pixels(x).mul(2), reversed(12)), 4, 3).sum({ axis: [0, 1, 2] }), [2, 4, 3, 5]);
  expect(ops).toMatchObject({ mul: 1, sum: 1 });
  expect([ops["reindex"], ops["transpose"]]).toEqual([undefined, 1]); // what takes the pixels to the front
});

test("sums over other axes keep the rows where they are", () => {
  expect(opsOf((x) => reindex(reindex(x, reversed(6)).sum({ axis: 1, keepDims: true }), reversed(6)), [6, 4])).toEqual({
    sum: 1,
    reshape: 1,
  });
});

test("a sum does not count rows twice, nor those that were left out", () => {
  opsOf((x) => reindex(x, [0, 0, 1, -1]).sum(), [6, 4]);
  opsOf((x) => reindex(x, [0, 3, 1]).sum({ axis: 0 }), [4, 4]);
  opsOf((x) => reindex(x, [0, 3, -1]).max({ axis: [0, 1] }), [4, 4]);
});

test("zeros that were padded in stay zeros under a function that moves zero", () => {
  opsOf((x) => reindex(x, [0, -1, 1]).exp(), [4, 4]);
  opsOf(
    (x) =>
      pad(x.transpose(), [
        [1, 1],
        [0, 2],
      ]).exp(),
    [4, 3],
  );
});

test("a few rows too many are computed along, many are not", () => {
  expect(opsOf((x) => reindex(reindex(x, [0, 1, 2, 3, 4]).exp(), [4, 3, 2, 1, 0]), [6, 4])).toEqual({ exp: 1, reindex: 1 });
  expect(opsOf((x) => reindex(reindex(x, [0, 1]).exp(), [1, 0]), [6, 4])["reindex"]).toBe(2);
});

test("what has no idle rows leads", () => {
  const ops = opsOf(
    (x, y) => reindex(reindex(x, [0, 1, 2, 3, 4]).add(reindex(y, reversed(5))), reversed(5)).sum({ axis: 0 }),
    [6, 4],
    [5, 4],
  );
  expect(ops).toMatchObject({ reindex: 1, add: 1, sum: 1 });
});

test("slices and paddings of rows become part of the order", () => {
  const ops = opsOf(
    (x) => pixels(images(reindex(pixels(x), reversed(20)), 4, 5).slice([0, 1, 0, 0], [null, 3, null, null], [1, 1, 2, 1])),
    [2, 4, 5, 3],
  );
  expect(ops).toMatchObject({ transpose: 1, reindex: 1 });
  opsOf(
    (x) =>
      pixels(
        pad(images(reindex(pixels(x), reversed(20)), 4, 5), [
          [0, 0],
          [1, 2],
          [-1, 0],
          [0, 0],
        ]),
      ),
    [2, 4, 5, 3],
  );
});

test("rows and what lies within them move as one", () => {
  const ops = opsOf((x) => reindex(reindex(x, reversed(4)).exp().reshape([12, 5]), [11, 3, 0, -1, 7]), [4, 3, 5]);
  expect(ops).toMatchObject({ reindex: 1, exp: 1 });
});

test("channels are cut and padded where they lie", () => {
  const scaled = (x: Tensor): Tensor => images(reindex(pixels(x), reversed(20)).mul(2), 4, 5);
  const wider = (x: Tensor): Tensor =>
    pad(scaled(x), [
      [0, 0],
      [0, 0],
      [0, 0],
      [1, 2],
    ]);
  expect(opsOf((x) => pixels(wider(x)), [2, 4, 5, 3])).toMatchObject({ pad: 1, transpose: 1, reindex: 1 });
  expect(opsOf((x) => pixels(scaled(x).slice([0, 1, 0, 1], [null, 3, null, null], [1, 1, 2, 1])), [2, 4, 5, 3])).toMatchObject({
    slice: 1,
    transpose: 1,
  });
  opsOf((x) => scaled(x).slice([0, 0, 0, 1], [null, null, null, 2]).exp(), [2, 4, 5, 3]);
});

test("a matrix that was carried out is turned over as it is", () => {
  const ops = opsOf(
    (x, y) => {
      const flat = images(reindex(pixels(x), reversed(20)), 4, 5).reshape([2, 60]);
      return flat.matmul(flat.transpose()).matmul(y);
    },
    [2, 4, 5, 3],
    [2, 2],
  );
  expect(ops).toMatchObject({ reindex: 1, transpose: 3 }); // to rows, back, and over
});

test("a known matrix takes the order of what is summed", () => {
  const matrix = tensor(counting([12, 3]));
  const ops = opsOf((x) => x.exp().transpose([0, 2, 3, 1]).reshape([5, 12]).matmul(matrix), [5, 2, 3, 2]);
  expect(ops).toEqual({ exp: 1, reshape: 1, constant: 1, matmul: 1 });
  expect(
    opsOf((x) => x.exp().transpose([2, 3, 1, 0]).reshape([12, 5]).transpose().matmul(matrix), [5, 2, 3, 2])["transpose"],
  ).toBeUndefined();
  opsOf((x) => x.exp().transpose([1, 0]).matmul(matrix), [12, 5]); // not the order of the sum alone
});

test("rows that stay side by side move as blocks", () => {
  const halves = [0, 1, 2, 3, 4, 5, -1, -1, 9, 10, 11, 8].flatMap((row) => (row < 0 ? [-1, -1] : [2 * row, 2 * row + 1]));
  const graph = simplify(deferMovement(trace((x: Tensor) => reindex(x.exp(), halves), [{ shape: [24, 2] }])));
  const index = graph.nodes.flatMap(({ params }) =>
    typeof params === "object" && params !== null && "index" in params ? [params.index] : [],
  );
  expect(index).toEqual([Int32Array.of(0, 1, 2, 3, 4, 5, -1, -1, 9, 10, 11, 8)]);
  opsOf((x) => reindex(x.exp(), halves), [24, 2]);
  opsOf((x) => reindex(x.exp(), [-1, -1, 2, 3, 3, 4, 0, 1]), [6, 2]);
});

test("reshapes cut axes and join them", () => {
  opsOf((x) => x.transpose([1, 0]).reshape([2, 3, 4]).transpose([2, 0, 1]).reshape([4, 6]).exp().transpose(), [4, 6]);
  opsOf((x) => x.transpose([1, 0]).reshape([8, 3]).transpose().exp(), [4, 6]); // 8 takes parts of 6 and 4
  opsOf(
    (x) =>
      reindex(x.reshape([2, 3, 4]), [1, 0], 0)
        .reshape([6, 4])
        .exp(),
    [6, 4],
  );
  opsOf(
    (x) =>
      reindex(x.reshape([2, 3, 4]), [2, 1, 0, -1], 1)
        .transpose([1, 0, 2])
        .abs(),
    [6, 4],
  );
});

test("other ops get what they expect", () => {
  opsOf(
    (x) =>
      x
        .transpose()
        .matmul(x)
        .add(x.transpose().slice([0, 0], [null, 3])),
    [3, 3],
  );
  opsOf((x) => concat([reindex(x, reversed(4)), x.transpose()], 0).exp(), [4, 4]);
  opsOf((x) => reindex(x, reversed(4)).mul(x.sum({ axis: 1, keepDims: true })), [4, 3]); // one number per row
  opsOf((x) => x.transpose([0, 2, 1]).add(x.sum({ axis: 0 }).transpose()), [2, 3, 4]);
});

test("axes of one, and of none", () => {
  opsOf((x) => x.transpose().add(1).reshape([1, 4, 1]).sum({ axis: 0, keepDims: true }), [1, 4]);
  opsOf((x) => reindex(x.transpose(), [0]).exp().transpose(), [4, 3]);
  opsOf((x) => x.transpose().exp().sum({ axis: 0 }), [0, 3]);
});

test("a call that moved no longer says on which axis", () => {
  const scaled = (x: Tensor, s: Tensor): Tensor =>
    composite({ name: "scaled", options: { axis: 1, factor: 2 }, body: (x, s) => x.mul(s).mul(2) }, x, s);
  const graph = trace(
    (x: Tensor, s: Tensor) => scaled(x.transpose(), s).transpose(),
    [
      { shape: [3, 4], dtype: "float32" },
      { shape: [1, 3], dtype: "float32" },
    ],
  );
  const calls = simplify(deferMovement(graph)).nodes.filter(({ op }) => op === "call");
  expect(calls.map(({ params }) => (params as CallParams).options)).toEqual([{ factor: 2 }]);
});
