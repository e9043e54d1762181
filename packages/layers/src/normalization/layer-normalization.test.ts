import { printGraph, trace } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { layerNormalization } from "./layer-normalization.ts";

test("it is one node that engines may know", () => {
  const layer = layerNormalization();
  const graph = trace(
    (gamma: Tensor, beta: Tensor, x: Tensor) => layer.apply({ gamma, beta }, x)[0],
    [{ shape: [3] }, { shape: [3] }, { shape: ["batch", 3] }],
  );
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "graph(arg0: float32[3], arg1: float32[3], arg2: float32[batch, 3])
      %0: float32[batch, 3] = call(arg2, arg0, arg1, layerNormalization, axes=[1], epsilon=0.001, scale=true, center=true)
        body(a: float32[batch, 3], b: float32[3], c: float32[3])
          %0: float32[batch, 3] = call(a, standardize, axes=[1], epsilon=0.001)
            body(x: float32[batch, 3])
              %0: float32[batch, 1] = sum(x, axes=[1], keepDims=true)
              %1: float32[] = constant(3)
              %2: float32[batch, 1] = div(%0, %1)
              %3: float32[batch, 3] = sub(x, %2)
              %4: float32[] = constant(1)
              %5: float32[batch, 3] = sub(x, %2)
              %6: float32[batch, 3] = mul(%5, %5)
              %7: float32[batch, 1] = sum(%6, axes=[1], keepDims=true)
              %8: float32[] = constant(3)
              %9: float32[batch, 1] = div(%7, %8)
              %10: float32[] = constant(0.0010000000474974513)
              %11: float32[batch, 1] = add(%9, %10)
              %12: float32[batch, 1] = sqrt(%11)
              %13: float32[batch, 1] = div(%4, %12)
              %14: float32[batch, 3] = mul(%3, %13)
              return %14
          %1: float32[batch, 3] = mul(%0, b)
          %2: float32[batch, 3] = add(%1, c)
          return %2
      return %0"
  `);
});
