import { expect, test } from "vitest";
import { relu, softmax } from "../functions/activation.ts";
import { scan } from "../scan.ts";
import { countOps } from "../print-graph.ts";
import { literal } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import { trace } from "../trace.ts";
import { verify } from "../verify.ts";
import { inlineCalls } from "./inline-calls.ts";

test("calls are opened inside of loops too", () => {
  const graph = trace(
    (xs: Tensor) => scan((c: Tensor, x: Tensor) => [c.add(softmax(x).sum()), relu(x)], literal(0, "float32"), xs),
    [{ shape: [4, 3] }],
  );
  const open = inlineCalls(graph, ({ name }) => name === "relu");
  verify(open);
  expect(countOps(graph)).toMatchObject({ call: 2, scan: 1 });
  expect(countOps(open)).toMatchObject({ call: 1, exp: 1, scan: 1 });
});
