import { tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { input } from "../core/input.ts";
import { rescaling } from "./rescaling.ts";

test("bytes become floats", async () => {
  const [y] = rescaling({ scale: 2, offset: [0, 1] }).apply({}, tensor(new Uint8Array([1, 255]), [1, 2]));
  expect([y.dtype, await y.array()]).toEqual(["float32", [[2, 511]]]);
});

test("a factor per feature needs as many features", () => {
  expect(() => rescaling({ scale: [1, 2, 3] })(input({ shape: [2] }))).toThrow(
    "rescaling: expected 3 features on the last axis, received float32[batch, 2].",
  );
});
