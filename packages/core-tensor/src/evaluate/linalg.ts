import type { linalg as family } from "../ops/linalg.ts";
import { broadcastShapes } from "../shape/shape.ts";
import { broadcastStrides, forEachRow, stridesOf } from "./rows.ts";
import type { EvaluateRules } from "./rule.ts";
import { elementsOf, emptyValue, staticShape } from "./value.ts";
import type { Numbers } from "./value.ts";

export const linalg: EvaluateRules<typeof family> = {
  matmul: ({ a, b }) => {
    const [m = 1, k = 1] = a.shape.slice(-2);
    const n = b.shape.at(-1) ?? 1;
    const [batchA, batchB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
    const batch = staticShape(broadcastShapes(batchA, batchB, "matmul"));
    const out = emptyValue("float32", [...batch, m, n], [a, b]);
    const [left, right, to] = [elementsOf(a), elementsOf(b), elementsOf(out)];
    const strides = [broadcastStrides(batchA, batch), broadcastStrides(batchB, batch), stridesOf(batch)];
    forEachRow(batch, strides, ([p = 0, q = 0, r = 0], [stepP = 0, stepQ = 0], count) => {
      for (let i = 0; i < count; i++) {
        multiply(left, (p + i * stepP) * m * k, right, (q + i * stepQ) * k * n, to, (r + i) * m * n, { m, k, n });
      }
    });
    return [out];
  },
};

/** One `[m, k] × [k, n]`: a row at a time, totals in double precision, rounded once. */
function multiply(
  a: Numbers,
  startA: number,
  b: Numbers,
  startB: number,
  to: Numbers,
  start: number,
  { m, k, n }: { m: number; k: number; n: number },
): void {
  const totals = new Float64Array(n);
  for (let i = 0; i < m; i++) {
    totals.fill(0);
    for (let j = 0; j < k; j++) {
      const factor = a[startA + i * k + j] ?? 0;
      const row = startB + j * n;
      for (let column = 0; column < n; column++) totals[column] = (totals[column] ?? 0) + factor * (b[row + column] ?? 0);
    }
    to.set(totals, start + i * n);
  }
}
