import { ones, randomKey } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { describe, expect, test } from "vitest";
import { input } from "../core/input.ts";
import { spatialDropout1d, spatialDropout2d, spatialDropout3d } from "./spatial-dropout.ts";

const training = { training: true, key: randomKey(7) };
const values = async (x: Tensor): Promise<readonly number[]> => Array.from(await x.data(), Number);

describe("whole channels go or stay", () => {
  const shapes = { spatialDropout1d: [40, 6, 50], spatialDropout2d: [40, 2, 3, 50], spatialDropout3d: [40, 2, 1, 3, 50] };
  const layers = { spatialDropout1d, spatialDropout2d, spatialDropout3d };
  for (const kind of ["spatialDropout1d", "spatialDropout2d", "spatialDropout3d"] as const) {
    test(kind, async () => {
      const y = layers[kind]({ rate: 0.25 }).apply({}, ones(shapes[kind]), training)[0].reshape([40, 6, 50]);
      const [least, most] = [await values(y.min({ axis: 1 })), await values(y.max({ axis: 1 }))];
      expect(least).toEqual(most);
      expect(new Set(most.map((value) => value.toFixed(4)))).toEqual(new Set(["0.0000", "1.3333"]));
      const dropped = most.filter((value) => value === 0).length / most.length;
      expect(Math.abs(dropped - 0.25)).toBeLessThan(0.05); // 2000 decisions: five standard errors
    });
  }
});

test("channels first, the decision is that of axis 1", async () => {
  const y = spatialDropout2d({ rate: 0.5, dataFormat: "channelsFirst" }).apply({}, ones([8, 5, 3, 4]), training)[0];
  expect(await values(y.min({ axis: [2, 3] }))).toEqual(await values(y.max({ axis: [2, 3] })));
  expect(new Set(await values(y))).toEqual(new Set([0, 2]));
});

test("nothing changes outside training, and options are checked", () => {
  const x = ones([2, 3, 4]);
  expect(spatialDropout1d({ rate: 0.5 }).apply({}, x)[0]).toBe(x);
  expect(spatialDropout1d({ rate: 0 }).apply({}, x, { training: true })[0]).toBe(x);
  expect(() => spatialDropout1d({ rate: 0.5 }).apply({}, x, { training: true })).toThrow("spatialDropout1d: draws random numbers");
  expect(() => spatialDropout2d({ rate: 0.5 })(input({ shape: [4] }))).toThrow(
    "spatialDropout2d: expected an input of rank 4 [batch, height, width, channels], received float32[batch, 4].",
  );
  expect(() => spatialDropout3d({ rate: 2 })).toThrow("spatialDropout3d: expected rate to be a number from 0 to 1, received 2.");
});
