import { expect, test } from "vitest";
import { grad } from "../autodiff.ts";
import { tensor } from "../leaf-tensors.ts";
import type { Tensor } from "../tensor.ts";
import { logSoftmax, logSumExp, relu, softmax, softplus } from "./activation.ts";

const numbers = async (x: Tensor): Promise<readonly number[]> => Array.from(await x.data(), Number);

async function expectClose(x: Tensor, expected: readonly number[]): Promise<void> {
  const values = await numbers(x);
  expect(values).toHaveLength(expected.length);
  values.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? 0, 5));
}

test("relu, and its gradient: 0 at 0", async () => {
  expect(await numbers(relu(tensor([-1, 0, 2, NaN])))).toEqual([0, 0, 2, NaN]);
  expect(await numbers(grad((x: Tensor) => relu(x).sum())(tensor([-1, 0, 2])))).toEqual([0, 0, 1]);
});

test("softmax and logSoftmax, numbers of scipy.special", async () => {
  await expectClose(softmax(tensor([1, 2, 3])), [0.09003057317038046, 0.24472847105479764, 0.6652409557748218]);
  await expectClose(logSoftmax(tensor([1, 2, 3])), [-2.4076059644443806, -1.4076059644443804, -0.4076059644443804]);
});

test("softmax along another axis", async () => {
  await expectClose(
    softmax(
      tensor([
        [0, 0],
        [0, Math.log(3)],
      ]),
      0,
    ),
    [0.5, 0.25, 0.5, 0.75],
  );
});

test("large numbers do not overflow", async () => {
  expect(await numbers(softmax(tensor([1000, -1000])))).toEqual([1, 0]);
  expect(await numbers(logSoftmax(tensor([1000, -1000])))).toEqual([0, -2000]);
  expect(await logSumExp(tensor([1000, 1000])).item()).toBeCloseTo(1000.6931471805599, 3);
  expect(await numbers(softplus(tensor([200, -200])))).toEqual([200, 0]);
});

test("logSumExp over axes, numbers of scipy.special", async () => {
  await expectClose(
    logSumExp(
      tensor([
        [1, 2],
        [3, 4],
      ]),
      { axis: 0 },
    ),
    [3.1269280110429727, 4.126928011042972],
  );
  expect(logSumExp(tensor([[1, 2]]), { axis: 1, keepDims: true }).shape).toEqual([1, 1]);
});

test("logSumExp of nothing but −∞ is −∞", async () => {
  expect(await logSumExp(tensor([-Infinity, -Infinity])).item()).toBe(-Infinity);
});

test("the gradient of logSumExp is softmax", async () => {
  await expectClose(grad((x: Tensor) => logSumExp(x))(tensor([1, 2, 3])), [0.09003057, 0.24472847, 0.66524096]);
});

test("the gradient of logSoftmax at the target is one minus the probability", async () => {
  const loss = (x: Tensor): Tensor => logSoftmax(x).slice([2]).sum();
  await expectClose(grad(loss)(tensor([1, 2, 3])), [-0.09003057, -0.24472847, 1 - 0.66524096]);
});

test("the gradient of softplus is sigmoid", async () => {
  await expectClose(grad((x: Tensor) => softplus(x).sum())(tensor([0, 100, -100])), [0.5, 1, 0]);
});

test("an axis that is not there is refused", () => {
  expect(() => softmax(tensor([1]), 1)).toThrow("softmax: axis 1 is out of range for a tensor of rank 1.");
});
