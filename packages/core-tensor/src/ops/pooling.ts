import { op } from "../op.ts";
import { printShape, sameShape } from "../shape/shape.ts";
import type { Shape } from "../shape/shape.ts";
import { printSpec } from "../spec.ts";
import type { TensorSpec } from "../spec.ts";
import { joinImage, requireImage, windowCounts } from "./windows.ts";
import type { WindowParams } from "./windows.ts";

/** Windows over the spatial axes of an image; the padding in front and behind is smaller than the window. */
export interface PoolParams extends WindowParams {
  /** The window, one number per spatial axis. */
  readonly size: readonly number[];
}

/** Summaries of windows of `[batch, ...spatial, channels]` (or channels first), one to three spatial axes, overlapping or not. */
export const pooling = {
  /** The largest element of every window; padding never wins, NaN always does. */
  maxPool: op<PoolParams>()({ inputs: ["x"], infer: ({ x }, params) => [pooled(x, params, "maxPool")] }),
  /** The adjoint of {@link pooling.maxPool} at x: every window's cotangent goes to its first largest element. */
  maxPoolGradient: op<PoolParams>()({
    inputs: ["x", "g"],
    infer: ({ x, g }, params) => {
      requireSame(g, pooled(x, params, "maxPoolGradient"), "maxPoolGradient");
      return [x];
    },
  }),
  /** Of `values`, the element where x has the first largest of the window; the adjoint of {@link pooling.maxPoolGradient} in g. */
  maxPoolSelect: op<PoolParams>()({
    inputs: ["x", "values"],
    infer: ({ x, values }, params) => {
      requireSame(values, x, "maxPoolSelect");
      return [pooled(x, params, "maxPoolSelect")];
    },
  }),
  /** The mean of every window; padding is not counted. */
  averagePool: op<PoolParams>()({ inputs: ["x"], infer: ({ x }, params) => [pooled(x, params, "averagePool")] }),
  /** The adjoint of {@link pooling.averagePool}. */
  averagePoolGradient: op<PoolParams & { readonly inputShape: Shape }>()({
    inputs: ["g"],
    infer: ({ g }, params) => {
      const x: TensorSpec = { dtype: "float32", shape: params.inputShape };
      requireSame(g, pooled(x, params, "averagePoolGradient"), "averagePoolGradient");
      return [x];
    },
  }),
};

function pooled(x: TensorSpec, params: PoolParams, name: string): TensorSpec {
  const where = `${name} of ${printSpec(x)}`;
  const { dataFormat, size, low, high } = params;
  const { batch, spatial, channels } = requireImage(x, dataFormat, where);
  if (size.some((window, axis) => (low[axis] ?? 0) >= window || (high[axis] ?? 0) >= window))
    throw new RangeError(
      `${where}: padding [${low.join(", ")}] and [${high.join(", ")}] must be smaller than the window [${size.join(", ")}].`,
    );
  if (spatial.includes(0)) throw new RangeError(`${where}: an image without pixels cannot be pooled.`);
  const counts = windowCounts(spatial, size, params, [], where);
  return { dtype: "float32", shape: joinImage({ batch, spatial: counts, channels }, dataFormat) };
}

function requireSame(given: TensorSpec, expected: TensorSpec, name: string): void {
  if (given.dtype === "float32" && sameShape(given.shape, expected.shape)) return;
  throw new Error(`${name}: expected float32${printShape(expected.shape)}, received ${printSpec(given)}.`);
}
