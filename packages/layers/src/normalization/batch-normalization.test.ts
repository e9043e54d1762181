import { countOps, grad, inlineCalls, simplify, tensor, trace } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { weightTensorSpecs } from "../weight.ts";
import { batchNormalization } from "./batch-normalization.ts";

const x = tensor([
  [1, 10],
  [3, 30],
]);
const weights = { gamma: tensor([1, 1]), beta: tensor([0, 0]), movingMean: tensor([0, 0]), movingVariance: tensor([1, 1]) };

test("frozen, it uses the running statistics in training too, and leaves them", async () => {
  const layer = batchNormalization({ trainable: false, epsilon: 0 });
  const [y, updates] = layer.apply(weights, x, { training: true });
  expect(await y.array()).toEqual(await x.array());
  expect(updates).toEqual({});
});

test("running statistics are not trainable", () => {
  const specs = batchNormalization().weights([x.spec]);
  expect(Object.entries(specs).map(([name, { trainable }]) => [name, trainable])).toEqual([
    ["gamma", true],
    ["beta", true],
    ["movingMean", false],
    ["movingVariance", false],
  ]);
});

// By hand: of the values 1, 3 and 100, the last does not count.
test("masked steps do not count", async () => {
  const steps = tensor([[[1], [3], [100]]]);
  const mask = tensor([[true, true, false]]);
  const one = { gamma: tensor([1]), beta: tensor([0]), movingMean: tensor([0]), movingVariance: tensor([1]) };
  const [, updates] = batchNormalization({ momentum: 0 }).apply(one, steps, { training: true, mask });
  const { movingMean, movingVariance } = updates as Record<string, Tensor>;
  expect(await movingMean?.item()).toBeCloseTo(2, 5);
  expect(await movingVariance?.item()).toBeCloseTo(1, 5);
});

test("forward, backward and statistics share their sums: two over the batch each way", () => {
  const layer = batchNormalization();
  const { gamma, beta, ...fixed } = weightTensorSpecs(layer.weights([{ shape: [8, 3], dtype: "float32" }]));
  const graph = trace(
    (params: { x: Tensor; gamma: Tensor; beta: Tensor }, fixed: Record<string, Tensor>) => {
      const run = ({ x, ...affine }: typeof params): readonly [Tensor, unknown] => {
        const [y, updates] = layer.apply({ ...affine, ...fixed }, x, { training: true });
        return [y.mul(y).sum(), updates];
      };
      return [grad((p: typeof params) => run(p)[0])(params), run(params)[1] as Record<string, Tensor>];
    },
    [{ x: { shape: [8, 3] }, gamma, beta }, fixed],
  );
  expect(countOps(simplify(inlineCalls(graph)))["sum"]).toBe(4);
});

test("bounds of batch renormalization are checked", () => {
  expect(() => batchNormalization({ renorm: true, renormClipping: { rmin: 2, rmax: 1 } })).toThrow(
    "batchNormalization: expected renormClipping.rmax to be a number of at least 2, received 1.",
  );
  // @ts-expect-error: not a bound
  expect(() => batchNormalization({ renormClipping: { max: 2 } })).toThrow('there is no option "max"');
});
