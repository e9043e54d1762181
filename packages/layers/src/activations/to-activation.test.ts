import { printGraph, tensor, trace } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { serializable, unserializableParts } from "../config.ts";
import { relu } from "./relu.ts";
import { toActivation } from "./to-activation.ts";

test("nothing means no activation", () => {
  const x = tensor([1]);
  expect(toActivation(undefined).apply(x)).toBe(x);
});

test("a function of the table is saved by its name", () => {
  expect(toActivation(relu).config).toBe("relu");
});

test("a function of one's own is saved when it has a name", () => {
  const square = (x: Tensor): Tensor => x.square();
  expect(unserializableParts(toActivation(square, "dense: activation").config)).toEqual(["dense: activation is a function"]);
  expect(toActivation(serializable("square", square)).config).toEqual({ kind: "function", options: { name: "square" } });
});

test("options reach the function", async () => {
  const { apply } = toActivation({ kind: "leakyRelu", options: { negativeSlope: 0.5 } });
  expect(await apply(tensor([-2, 4])).array()).toEqual([-1, 4]); // by hand
});

test("an unknown name gets the nearest one", () => {
  // @ts-expect-error: not a name
  expect(() => toActivation("rellu", "dense: activation")).toThrow(/^dense: activation "rellu": did you mean "relu"\?/);
});

test("an unknown option is refused", () => {
  // a config from a file can hold anything
  expect(() => toActivation({ kind: "leakyRelu", options: { slope: 1 } })).toThrow(/activation leakyRelu: there is no option "slope"/);
});

test("threshold has no defaults", () => {
  // @ts-expect-error: not without options
  expect(() => toActivation("threshold").apply(tensor([1]))).toThrow(/expected the options threshold and defaultValue/);
});

test("an activation is one node that engines may know", () => {
  const { apply } = toActivation({ kind: "gelu", options: { approximate: true } });
  expect(printGraph(trace(apply, [{ shape: ["batch", 3] }]))).toMatchInlineSnapshot(`
    "graph(arg0: float32[batch, 3])
      %0: float32[batch, 3] = call(arg0, gelu, approximate=true)
        body(x: float32[batch, 3])
          %0: float32[] = constant(0.5)
          %1: float32[batch, 3] = mul(x, %0)
          %2: float32[batch, 3] = mul(x, x)
          %3: float32[] = constant(0.044714998453855515)
          %4: float32[batch, 3] = mul(%2, %3)
          %5: float32[] = constant(1)
          %6: float32[batch, 3] = add(%4, %5)
          %7: float32[batch, 3] = mul(%6, x)
          %8: float32[] = constant(0.7978845834732056)
          %9: float32[batch, 3] = mul(%7, %8)
          %10: float32[batch, 3] = tanh(%9)
          %11: float32[] = constant(1)
          %12: float32[batch, 3] = add(%10, %11)
          %13: float32[batch, 3] = mul(%1, %12)
          return %13
      return %0"
  `);
});
