import { describe, expect, test } from "vitest";
import { stopGradient } from "../autodiff.ts";
import { evaluate } from "../evaluate/index.ts";
import { gather, scatterAdd } from "../functions/indexing.ts";
import { concat, flip, pad, reindex, sliceAxis, where, zeros } from "../functions/shaping.ts";
import { tensor } from "../leaf-tensors.ts";
import { countOps } from "../print-graph.ts";
import { sizeOfDims } from "../shape/shape.ts";
import { apply, literal, one } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import { tensorData } from "../tensor-data.ts";
import type { TensorData } from "../tensor-data.ts";
import { trace } from "../trace.ts";
import type { Tree } from "../tree.ts";
import { verify } from "../verify.ts";
import { simplify } from "./simplify.ts";

const special = [0, -0, 1, -1, NaN, Infinity, -Infinity, 0.1, -3.5, 1e-45, 3e38, 2];

/** Every number of both results, so that a test sees NaN and the sign of a zero. */
const printed = (values: readonly TensorData[]): readonly string[] =>
  values.map(({ data }) => Array.from(data as Float32Array, (value) => (Object.is(value, -0) ? "-0" : String(value))).join(" "));

/** The simplified graph of `fn`, after checking that it gives the same numbers. */
function simplified(fn: (...args: Tensor[]) => Tree, inputs: readonly TensorData[]) {
  const graph = trace(fn, inputs);
  const simple = simplify(graph);
  verify(simple);
  expect(printed(evaluate(simple, inputs))).toEqual(printed(evaluate(graph, inputs)));
  return simple;
}

const x = tensorData(special, [3, 4]);
const y = tensorData(special.toReversed(), [3, 4]);

describe("an identity holds bit for bit", () => {
  test.each<readonly [string, (x: Tensor, y: Tensor) => Tree, Readonly<Record<string, number>>]>([
    ["x + −0 is x", (x) => x.add(-0), {}],
    ["x + 0 is not x: −0 + 0 is 0", (x) => x.add(0), { constant: 1, add: 1 }],
    ["x − 0 is x", (x) => x.sub(0), {}],
    ["x − −0 is not x", (x) => x.sub(-0), { constant: 1, sub: 1 }],
    ["0 − x is not −x", (x) => literal(0, "float32").sub(x), { constant: 1, sub: 1 }],
    ["0 · x is not 0", (x) => x.mul(0), { constant: 1, mul: 1 }],
    ["x − x is not 0", (x) => x.sub(x), { sub: 1 }],
    ["x / x is not 1", (x) => x.div(x), { div: 1 }],
    ["x · 1, 1 · x and x / 1 are x", (x) => [x.mul(1), literal(1, "float32").mul(x), x.div(1)], {}],
    ["x · a full 1 is x", (x) => x.mul(literal(1, "float32").broadcastTo([3, 4])), {}],
    [
      "1 · x stays where it stretches x",
      (x) => sliceAxis(x, 0, 0, 1).mul(literal(1, "float32").broadcastTo([3, 4])),
      { mul: 1, slice: 1, constant: 1 },
    ],
    ["x + −y is x − y", (x, y) => [x.add(y.neg()), x.neg().add(y)], { sub: 2 }],
    ["x − −y is x + y", (x, y) => x.sub(y.neg()), { add: 1 }],
    ["−(−x) is x", (x) => x.neg().neg(), {}],
    ["not not x is x", (x) => x.greater(0).logicalNot().logicalNot(), { constant: 1, greater: 1 }],
    ["a cast to its own dtype is nothing", (x) => one(apply("cast", { x }, { dtype: "float32" })), {}],
    ["a cast and back stays", (x) => x.cast("int32").cast("float32"), { cast: 2 }],
    ["stopGradient is for gradients only", (x) => stopGradient(x), {}],
    ["a stretch to its own shape is nothing", (x) => one(apply("broadcastTo", { x }, { shape: [3, 4] })), {}],
    ["two stretches are one", (x) => sliceAxis(x, 0, 0, 1).broadcastTo([3, 4]).broadcastTo([2, 3, 4]), { slice: 1, broadcastTo: 1 }],
    [
      "an operand that an op stretches anyway is not stretched before",
      (x, y) => x.add(sliceAxis(y, 0, 0, 1).broadcastTo([3, 4])),
      { slice: 1, add: 1 },
    ],
    ["a chain of reshapes is one, or none", (x) => [x.reshape([12]).reshape([2, 6]), x.reshape([12]).reshape([3, 4])], { reshape: 1 }],
    [
      "two transposes are one, or none",
      (x) => [x.reshape([3, 2, 2]).transpose([1, 2, 0]).transpose([1, 0, 2]), x.transpose().transpose()],
      { reshape: 1, transpose: 1 },
    ],
    [
      "a product turned over is the product of what is turned, in turn",
      (x, y) => x.transpose().matmul(y).transpose(),
      { transpose: 1, matmul: 1 },
    ],
    ["so is one with its right side turned", (x, y) => x.matmul(y.transpose()).transpose(), { transpose: 1, matmul: 1 }],
    [
      "with both sides turned, nothing is turned any more",
      (x, y) =>
        x
          .transpose()
          .matmul(y.reshape([4, 3]).transpose())
          .transpose(),
      { reshape: 1, matmul: 1 },
    ],
    ["a product of plain matrices stays", (x, y) => x.reshape([4, 3]).matmul(y).transpose(), { reshape: 1, matmul: 1, transpose: 1 }],
    [
      "a product that is read as it is, too, is computed once",
      (x, y) => {
        const product = x.transpose().matmul(y);
        return [product, product.transpose()];
      },
      { matmul: 1, transpose: 2 },
    ],
    ["a whole slice is nothing", (x) => x.slice([0, 0], [3, 4]), {}],
    [
      "a padding of nothing is nothing",
      (x) =>
        pad(
          x,
          [
            [0, 0],
            [0, 0],
          ],
          7,
        ),
      {},
    ],
    ["joining one tensor is nothing", (x) => one(apply("concat", { values: [x] }, { axis: 0 })), {}],
    ["a sum over axes of size 1 is a reshape", (x) => x.reshape([3, 1, 4, 1]).sum({ axis: [1, 3] }), {}],
    ["a sum of all elements does not rearrange them first", (x) => x.reshape([6, 2]).sum(), { sum: 1 }],
    ["reversing twice is nothing", (x) => flip(flip(x, 1), 1), {}],
    ["reversing no axis is nothing", (x) => one(apply("reverse", { x }, { axes: [] })), {}],
    ["rows in their order are nothing", (x) => reindex(x, [0, 1, 2]), {}],
    ["two reindexes are one", (x) => reindex(reindex(x, [2, -1, 0, 1]), [3, 1, -1, 0]), { reindex: 1 }],
    ["reindexes of different axes stay", (x) => reindex(reindex(x, [2, 0], 0), [1, 0], 1), { reindex: 2 }],
  ])("%s", (_, fn, ops) => {
    expect(countOps(simplified((a = zeros([]), b = zeros([])) => fn(a, b), [x, y]))).toEqual(ops);
  });

  test("integers: x + 0 is x", () => {
    const integers = tensorData(Int32Array.of(0, -1, 2 ** 31 - 1, -(2 ** 31)));
    expect(countOps(simplified((a = zeros([])) => [a.add(0), a.sub(0), a.neg().neg(), a.sub(a.neg())], [integers]))).toEqual({ add: 1 });
  });
});

test("rows added to zeros and then to x are added to x itself", () => {
  const add = (x: Tensor, rows: Tensor): Tensor => x.add(scatterAdd(zeros([3]), tensor(Int32Array.of(0, 2, 2)), rows));
  const inputs = [tensorData([1, 2, 3]), tensorData([10, 20, 30])];
  const simple = simplify(trace(add, [{ shape: [3] }, { shape: [3] }]));
  expect(countOps(simple)).toEqual({ constant: 1, scatterAdd: 1 });
  expect([...(evaluate(simple, inputs)[0]?.data ?? [])]).toEqual([11, 2, 53]);
});

describe("random graphs", () => {
  const seeds = Array.from({ length: 150 }, (_, i) => i + 1);

  test.each(seeds)("give the same bits before and after (seed %i)", (seed) => {
    const random = numbers(seed);
    simplified((a = zeros([]), b = zeros([])) => randomValues([a, b], random), [x, y]);
  });
});

/** A dozen values, each computed of earlier ones, mostly by ops that have a rule. */
function randomValues(given: readonly Tensor[], random: (below: number) => number): readonly Tensor[] {
  const values = [...given];
  const pick = (): Tensor => values[random(values.length)] ?? zeros([]);
  const constant = (): Tensor => literal([0, -0, 1, 2][random(4)] ?? 0, "float32");
  const other = (x: Tensor): Tensor =>
    random(3) === 0
      ? constant()
      : (values.find(({ ndim, shape }) => ndim === x.ndim && shape.every((size, axis) => size === x.shape[axis]) && random(2) === 0) ??
        constant());
  const order = (size: number): readonly number[] => Array.from({ length: size }, () => random(size + 1) - 1);
  const made: readonly ((x: Tensor) => Tensor)[] = [
    (x) => x.add(other(x)),
    (x) => other(x).add(x),
    (x) => x.sub(other(x)),
    (x) => x.mul(other(x)),
    (x) => x.div(other(x)),
    (x) => x.neg(),
    (x) => x.add(other(x).neg()),
    (x) => x.maximum(other(x)),
    (x) => where(x.greater(other(x)).logicalNot().logicalNot(), x, other(x)),
    (x) => x.cast("int32").add(0).cast("float32"),
    (x) => stopGradient(x),
    (x) => x.reshape([sizeOfDims(x.shape)]),
    (x) => x.reshape(x.shape.toReversed()),
    (x) => x.expandDims(random(x.ndim + 1)),
    (x) => x.squeeze(),
    (x) => x.transpose(),
    (x) => x.broadcastTo(x.ndim < 4 ? [1 + random(2), ...x.shape] : x.shape),
    (x) => (x.ndim === 0 ? x : x.sum({ axis: random(x.ndim), keepDims: random(2) === 0 })),
    (x) => x.sum(),
    (x) => (x.ndim === 0 ? x : sliceAxis(x, 0, random(2), null, 1 + random(2))),
    (x) =>
      pad(
        x,
        x.shape.map(() => [random(2), random(2)] as const),
        constant().ndim,
      ),
    (x) => (x.ndim === 0 ? x : flip(x, random(x.ndim))),
    (x) => (x.ndim === 0 ? x : reindex(x, order(Number(x.shape[0])))),
    (x) => (x.ndim === 0 ? x : concat([x, x].slice(random(2)), random(x.ndim))),
  ];
  for (let step = 0; step < 12; step++) {
    const value = made[random(made.length)]?.(pick());
    if (value !== undefined && Number(sizeOfDims(value.shape)) < 5000) values.push(value);
  }
  return values;
}

/** Whole numbers below a limit, the same on every run (Lehmer 1951). */
function numbers(seed: number): (below: number) => number {
  let state = seed * 7919;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * below);
  };
}

describe("sequences", () => {
  const table = tensorData(
    Float32Array.from({ length: 12 }, (_, i) => i / 7),
    [6, 2],
  );
  const ids = tensorData(
    [
      [0, 5, 2],
      [3, 3, 1],
    ],
    undefined,
    "int32",
  );

  test("gathered rows are not turned over, their indices are", () => {
    const graph = simplified((x, i) => gather(x, i).transpose([1, 0, 2]), [table, ids]);
    expect(countOps(graph)).toEqual({ transpose: 1, gather: 1 });
    expect(graph.specs[graph.nodes.find(({ op }) => op === "transpose")?.outputs[0] ?? 0]).toEqual({ dtype: "int32", shape: [3, 2] });
  });

  test("gathered rows whose own axes change places are turned over", () => {
    const graph = simplified((x, i) => gather(x, i).transpose([0, 2, 1]), [table, ids]);
    expect(graph.specs[graph.nodes.find(({ op }) => op === "transpose")?.outputs[0] ?? 0]?.dtype).toBe("float32");
  });

  test("rows to add are not turned back, their indices are", () => {
    const rows = tensorData(
      Float32Array.from({ length: 12 }, (_, i) => i),
      [3, 2, 2],
    );
    const graph = simplified((x, i, r) => scatterAdd(x, i, r.transpose([1, 0, 2])), [table, ids, rows]);
    expect(graph.specs[graph.nodes.find(({ op }) => op === "transpose")?.outputs[0] ?? 0]?.dtype).toBe("int32");
  });

  test("the gradient of a split is a concatenation, whatever order its parts come back in", () => {
    const parts = [tensorData([1]), tensorData([2, 3]), tensorData([4, 5, 6])];
    const padded = (a: Tensor, b: Tensor, c: Tensor): Tensor =>
      pad(c, [[3, 0]])
        .add(pad(a, [[0, 5]]))
        .add(pad(b, [[1, 3]]));
    expect(countOps(simplified(padded, parts))).toEqual({ concat: 1 });
  });

  test("padded parts that overlap, or leave a gap, are added", () => {
    const [a, b] = [tensorData([1, 2]), tensorData([3, 4])];
    expect(countOps(simplified((x, y) => pad(x, [[0, 1]]).add(pad(y, [[1, 0]])), [a, b]))).toEqual({ pad: 2, add: 1 });
    expect(countOps(simplified((x, y) => pad(x, [[0, 3]]).add(pad(y, [[3, 0]])), [a, b]))).toEqual({ pad: 2, add: 1 });
  });
});
