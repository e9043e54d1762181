import { tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { input } from "../core/input.ts";
import { activation } from "./activation.ts";
import { leakyRelu } from "./leaky-relu.ts";
import { prelu } from "./prelu.ts";
import { relu } from "./relu.ts";

test("an activation can be given as it is", async () => {
  const [y] = activation("relu").apply({}, tensor([-1, 2]));
  expect(await y.array()).toEqual([0, 2]);
  expect(activation((x) => x.neg()).config.options["activation"]).toEqual({
    kind: "unserializable",
    options: { what: "activation: activation is a function" },
  });
  expect(activation({ kind: "elu", options: { alpha: 2 } }).config).toEqual({
    kind: "activation",
    options: { activation: { kind: "elu", options: { alpha: 2 } } },
  });
});

test("the leaky layer has Keras's slope 0.3, the activation of that name 0.2", async () => {
  expect(
    await leakyRelu()
      .apply({}, tensor([-10]))[0]
      .array(),
  ).toEqual([-3]);
  expect(
    await activation("leakyRelu")
      .apply({}, tensor([-10]))[0]
      .array(),
  ).toEqual([-2]);
});

test("options are checked", () => {
  expect(() => relu({ maxValue: -1 })).toThrow("relu: expected maxValue to be a number of at least 0, received -1.");
  expect(() => prelu({ sharedAxes: [2] })(input({ shape: [3] }))).toThrow(
    "prelu: expected sharedAxes from 1 to 1, found 2, received float32[batch, 3].",
  );
  expect(() => prelu()(input({ shape: ["time", 3] }))).toThrow("prelu: expected a known size on axis 1, received float32[batch, time, 3].");
});
