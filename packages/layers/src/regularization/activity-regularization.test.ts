import { tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { activityRegularization } from "./activity-regularization.ts";

test("adds its penalty per example to the loss", async () => {
  const x = tensor([
    [1, -2],
    [0, 3],
  ]);
  const [y, , more] = activityRegularization({ l1: 0.1, l2: 0.01 }).apply({}, x);
  expect(y).toBe(x);
  expect(await more?.loss?.item()).toBeCloseTo((0.1 * 6 + 0.01 * 14) / 2, 6); // by hand
});
