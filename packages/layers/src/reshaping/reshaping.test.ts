import { namedDim, tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { input } from "../core/input.ts";
import { flatten } from "./flatten.ts";
import { permute } from "./permute.ts";
import { repeatVector } from "./repeat-vector.ts";
import { reshape } from "./reshape.ts";

const batch = namedDim("batch");

test("shapes follow with a free batch", () => {
  const x = input({ shape: [2, 6] });
  expect(flatten()(x).spec.shape).toEqual([batch, 12]);
  expect(reshape({ targetShape: [-1, 4] })(x).spec.shape).toEqual([batch, 3, 4]);
  expect(permute({ dims: [2, 1] })(x).spec.shape).toEqual([batch, 6, 2]);
  expect(repeatVector({ n: 3 })(flatten()(x)).spec.shape).toEqual([batch, 3, 12]);
});

test("any dtype is moved", () => {
  const x = input({ shape: [2, 6], dtype: "uint8" });
  expect(permute({ dims: [2, 1] })(x).spec.dtype).toBe("uint8");
});

test("channels first are flattened channels last, as in Keras", async () => {
  const x = tensor([
    [
      [1, 2],
      [3, 4],
    ],
  ]);
  expect(await flatten({ dataFormat: "channelsFirst" }).apply({}, x)[0].array()).toEqual([[1, 3, 2, 4]]);
});

test("errors name the layer and both shapes", () => {
  const x = input({ shape: [5] });
  expect(() => reshape({ targetShape: [2, -1], name: "square" })(x)).toThrow(
    "square: expected examples that fit the target shape [2, -1], received float32[batch, 5].",
  );
  expect(() => permute({ dims: [2, 1] })(x)).toThrow("permute: expected an input of rank 3, received float32[batch, 5].");
  expect(() => permute({ dims: [0, 1] })).toThrow("permute: expected dims to be the numbers 1 to 2 in some order, received [0, 1].");
  expect(() => repeatVector({ n: 0 })).toThrow("repeatVector: expected n to be an integer of at least 1, received 0.");
});
