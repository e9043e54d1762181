import { dtypes, mulDims } from "@tidu/core-tensor";
import type { Tensor, TensorSpec } from "@tidu/core-tensor";
import { isConfig } from "../config.ts";
import { layer } from "../define-layer.ts";
import type { Applied, Layer, LayerOptions } from "../layer.ts";
import type { Weights } from "../weight.ts";

export interface TimeDistributedOptions extends LayerOptions {
  /** A layer of one input without time: `[batch, …]`. */
  readonly layer: Layer;
}

/**
 * Applies a layer to every time step with the same weights: `[batch, time, …]` to `[batch, time, …]` (Keras `TimeDistributed`). All
 * steps of all rows are one batch for the layer, so batch normalization uses the statistics of all of them.
 *
 * @throws when something else than a layer is given; when the input has no time axis
 *
 * @example
 * timeDistributed({ layer: conv2d({ filters: 8, kernelSize: 3 }) }); // each picture of a film
 */
export function timeDistributed(options: TimeDistributedOptions): Layer {
  const where = options.name ?? "timeDistributed";
  const { layer: inner } = options;
  if (typeof inner !== "function" || !isConfig(inner.config))
    throw new TypeError(`${where}: expected a layer such as dense({ units: 3 }), received ${String(inner)}.`);
  const made = layer("timeDistributed", {
    options,
    config: { layer: inner.config },
    rank: { atLeast: 3, axes: "[batch, time, …]" },
    dtypes,
    masking: "passes",
    weights: ([x], where) => inner.weights([rowsSpec(x)], `${where}/${inner.layerName ?? inner.kind}`),
    apply: (weights: Weights, x, context): Applied => {
      const [batch = 1, time = 1] = x.shape;
      const [y, updates, more = {}] = inner.apply(weights, x.reshape(rowsSpec(x.spec).shape), {
        ...context,
        mask: undefined,
        masks: undefined,
        stepping: undefined,
      });
      const steps = (rows: Tensor): Tensor => rows.reshape([batch, time, ...rows.shape.slice(1)]);
      return [steps(y), updates, { ...(more.outputs && { outputs: more.outputs.map(steps) }), ...(more.loss && { loss: more.loss }) }];
    },
  });
  return Object.assign(made, {
    init: (key: Tensor, [x]: readonly TensorSpec[]): Weights => inner.init(key, x === undefined ? [] : [rowsSpec(x)]),
  });
}

/** `[batch, time, …]` as `[batch · time, …]`. */
const rowsSpec = ({ shape: [batch = 1, time = 1, ...rest], dtype }: TensorSpec): TensorSpec => ({
  dtype,
  shape: [mulDims(batch, time), ...rest],
});
