import { tensor } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { serializable, unserializableParts } from "../config.ts";
import { layerFromConfig } from "../from-config.ts";
import { lambda } from "./lambda.ts";

test("computes a function, of several inputs too", async () => {
  const [y] = lambda({ function: (x) => x.square() }).apply({}, tensor([1, 2]));
  expect(await y.array()).toEqual([1, 4]);
  const [sum] = lambda({ function: (_, { inputs }) => inputs.reduce((a, b) => a.add(b)) }).apply({}, [tensor([1]), tensor([2])]);
  expect(await sum.array()).toEqual([3]);
});

test("without a name for its function it cannot be saved, and says why", () => {
  const layer = lambda({ function: (x) => x, name: "squares" });
  expect(unserializableParts(layer.config)).toEqual(['squares computes a function; name it with serializable("…", fn)']);
  expect(() => layerFromConfig(layer.config)).toThrow(/lambda: function: the file does not hold it: squares computes a function/);
});

test("with a name it is saved, and the function passed again when it is loaded", async () => {
  const { config } = lambda({ function: serializable("square", (x: Tensor) => x.square()) });
  expect(unserializableParts(config)).toEqual([]);
  expect(() => layerFromConfig(config)).toThrow('the file names a function "square". Pass it again');
  const [y] = layerFromConfig(config, { functions: { square: (x: Tensor) => x.square() } }).apply({}, tensor([3]));
  expect(await y.array()).toEqual([9]);
});
