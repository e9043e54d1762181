import { namedDim, tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { input } from "../core/input.ts";
import { globalAveragePooling1d, globalAveragePooling2d, globalMaxPooling2d } from "./global-pooling.ts";
import { averagePooling2d, maxPooling1d, maxPooling2d } from "./pooling.ts";

const batch = namedDim("batch");

test("windows are 2 and do not overlap unless told", () => {
  const x = input({ shape: [7, 6, 3] });
  expect(maxPooling2d()(x).spec.shape).toEqual([batch, 3, 3, 3]);
  expect(averagePooling2d({ poolSize: 3, strides: 1 })(x).spec.shape).toEqual([batch, 5, 4, 3]);
  expect(maxPooling2d({ padding: "same" })(x).spec.shape).toEqual([batch, 4, 3, 3]);
  expect(maxPooling2d({ dataFormat: "channelsFirst" })(x).spec.shape).toEqual([batch, 7, 3, 1]);
});

test("global pooling drops the spatial axes, or keeps them", () => {
  const x = input({ shape: ["height", "width", 3] });
  expect(globalAveragePooling2d()(x).spec.shape).toEqual([batch, 3]);
  expect(globalMaxPooling2d({ keepDims: true })(x).spec.shape).toEqual([batch, 1, 1, 3]);
  expect(globalMaxPooling2d({ dataFormat: "channelsFirst" })(input({ shape: [3, 4, 5] })).spec.shape).toEqual([batch, 3]);
});

// By hand: of the steps 1, 3 and 100, the last does not count.
test("a mask leaves steps out of the mean", async () => {
  const mask = tensor([[true, true, false]]);
  expect(
    await globalAveragePooling1d()
      .apply({}, tensor([[[1], [3], [100]]]), { mask })[0]
      .array(),
  ).toEqual([[2]]);
  const first = globalAveragePooling1d({ dataFormat: "channelsFirst", keepDims: true });
  expect(await first.apply({}, tensor([[[1, 3, 100]]]), { mask })[0].array()).toEqual([[[2]]]);
});

test("errors name the layer", () => {
  expect(() => maxPooling1d({ name: "shrink" })(input({ shape: [1, 3] }))).toThrow(
    'shrink: expected steps of at least 2, the reach of the windows (padding "same" takes less), received float32[batch, 1, 3].',
  );
  expect(() => globalAveragePooling2d()(input({ shape: [3] }))).toThrow(
    "globalAveragePooling2d: expected an input of rank 4 [batch, height, width, channels]",
  );
  // @ts-expect-error: not an option
  expect(() => maxPooling2d({ size: 2 })).toThrow('maxPooling2d: there is no option "size"');
});
