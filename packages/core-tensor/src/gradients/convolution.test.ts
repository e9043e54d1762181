import { expect, test } from "vitest";
import { grad } from "../autodiff.ts";
import { simplify } from "../passes/simplify.ts";
import { conv } from "../functions/convolution.ts";
import { averagePool, maxPool } from "../functions/pooling.ts";
import { countOps, printGraph } from "../print-graph.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";

const image = { shape: ["batch", 6, 5, 2] };
const filter = { shape: [3, 3, 2, 4] };
const loss = ([x, w]: readonly [Tensor, Tensor]): Tensor => conv(x, w, { padding: "same" }).square().sum();

test("a convolution's gradients are one op each, for any number of images", () => {
  const graph = simplify(trace((x: Tensor, w: Tensor) => grad(loss)([x, w] as const), [image, filter], ["x", "w"]));
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "graph(x: float32[batch, 6, 5, 2], w: float32[3, 3, 2, 4])
      %0: float32[batch, 6, 5, 4] = conv(x, w, strides=[1, 1], low=[1, 1], high=[1, 1], dataFormat=channelsLast, dilations=[1, 1], groups=1)
      %1: float32[batch, 6, 5, 4] = add(%0, %0)
      %2: float32[batch, 6, 5, 2] = convInputGradient(%1, w, strides=[1, 1], low=[1, 1], high=[1, 1], dataFormat=channelsLast, dilations=[1, 1], groups=1, inputShape=[batch, 6, 5, 2])
      %3: float32[3, 3, 2, 4] = convFilterGradient(x, %1, strides=[1, 1], low=[1, 1], high=[1, 1], dataFormat=channelsLast, dilations=[1, 1], groups=1, filterShape=[3, 3, 2, 4])
      return %2, %3"
  `);
});

test("second derivatives stay among the three ops", () => {
  const again = (args: readonly [Tensor, Tensor]): Tensor => {
    const [dx, dw] = grad(loss)(args);
    return dx.square().sum().add(dw.square().sum());
  };
  const counts = countOps(simplify(trace((x: Tensor, w: Tensor) => grad(again)([x, w] as const), [image, filter])));
  expect(Object.keys(counts).filter((op) => op.startsWith("conv"))).toHaveLength(3);
});

test("pools hand the cotangent back in one op", () => {
  const pooled = (x: Tensor): Tensor => maxPool(x, 2).mul(averagePool(x, 2)).sum();
  const counts = countOps(simplify(trace((x: Tensor) => grad(pooled)(x), [image])));
  expect([counts["maxPoolGradient"], counts["averagePoolGradient"]]).toEqual([1, 1]);
});
