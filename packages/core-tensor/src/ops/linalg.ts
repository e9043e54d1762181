import { op } from "../op.ts";
import { broadcastShapes, requireSameDim } from "../shape/shape.ts";
import { printSpec } from "../spec.ts";

/** Products of matrices. */
export const linalg = {
  /** `[…, m, k] × […, k, n] → […, m, n]`, leading axes broadcast. */
  matmul: op()({
    inputs: ["a", "b"],
    infer: ({ a, b }) => {
      const where = `matmul of ${printSpec(a)} and ${printSpec(b)}`;
      const [m, k] = a.shape.slice(-2);
      const [k2, n] = b.shape.slice(-2);
      if (m === undefined || k === undefined || k2 === undefined || n === undefined)
        throw new Error(`${where}: expected rank 2 or more on both sides.`);
      if (a.dtype !== "float32" || b.dtype !== "float32") throw new TypeError(`${where}: expected float32. Cast it first.`);
      requireSameDim(k, k2, where);
      return [{ dtype: a.dtype, shape: [...broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2), where), m, n] }];
    },
  }),
};
