import { namedDim, tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { input } from "../core/input.ts";
import { adaptiveAveragePooling2d } from "../pooling/adaptive-pooling.ts";
import { cropping1d, cropping2d, cropping3d } from "./cropping.ts";
import { upSampling1d, upSampling2d } from "./up-sampling.ts";
import { zeroPadding1d, zeroPadding2d } from "./zero-padding.ts";

const batch = namedDim("batch");

test("free sizes follow", () => {
  const x = input({ shape: ["height", "width", 3], dtype: "uint8" });
  const printed = (y: { readonly spec: { readonly shape: readonly unknown[] } }): unknown => JSON.stringify(y.spec.shape);
  expect(printed(cropping2d({ cropping: 1 })(zeroPadding2d()(x)))).toBe(printed(x));
  expect(upSampling2d({ size: [1, 3] })(input({ shape: ["height", 4, 3] })).spec.shape).toEqual([batch, namedDim("height"), 12, 3]);
  expect(adaptiveAveragePooling2d({ outputSize: 1 })(input({ shape: ["height", "width", 3] })).spec.shape).toEqual([batch, 1, 1, 3]);
});

test("bytes are padded, cropped and repeated as they are", async () => {
  const x = tensor(Uint8Array.of(1, 2, 3)).reshape([1, 3, 1]);
  expect(
    await zeroPadding1d({ padding: [0, 2] })
      .apply({}, x)[0]
      .data(),
  ).toEqual(Uint8Array.of(1, 2, 3, 0, 0));
  expect(
    await cropping1d({ cropping: [1, 0] })
      .apply({}, x)[0]
      .data(),
  ).toEqual(Uint8Array.of(2, 3));
  expect(await upSampling1d().apply({}, x)[0].data()).toEqual(Uint8Array.of(1, 1, 2, 2, 3, 3));
});

test("errors name the layer, what was expected and what was received", () => {
  expect(() => cropping2d({ cropping: [[2, 1], 0], name: "trim" })(input({ shape: [3, 8, 1] }))).toThrow(
    "trim: expected height × width of at least 4 × 1, so that something is left, received float32[batch, 3, 8, 1].",
  );
  expect(() => cropping3d({ cropping: -1 })).toThrow(
    "cropping3d: expected cropping to be a whole number of at least 0, or 3 of them or of [front, behind] (depth × height × width), received -1.",
  );
  // @ts-expect-error: two axes
  expect(() => zeroPadding2d({ padding: [1, 2, 3] })).toThrow("zeroPadding2d: expected padding to be a whole number of at least 0");
  // @ts-expect-error: not a name
  expect(() => upSampling2d({ interpolation: "bilinaer" })).toThrow('upSampling2d: interpolation "bilinaer": did you mean "bilinear"?');
  const free = input({ shape: ["height", 4, 3] });
  expect(() => upSampling2d({ interpolation: "bilinear" })(free)).toThrow(
    'upSampling2d: expected known sizes (height × width), on which "bilinear" depends, received float32[batch, height, 4, 3].',
  );
  expect(() => adaptiveAveragePooling2d({ outputSize: 2 })(free)).toThrow(
    "adaptiveAveragePooling2d: expected known sizes (height × width), on which the windows depend",
  );
});
