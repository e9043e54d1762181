import { dtypes, foldIn, Tensor } from "@tidu/core-tensor";
import type { TensorSpec } from "@tidu/core-tensor";
import { isConfig } from "../config.ts";
import { layer } from "../define-layer.ts";
import type { Applied, Layer, LayerOptions } from "../layer.ts";
import type { Updates, WeightSpecs, Weights } from "../weight.ts";

export interface PipelineOptions extends LayerOptions {
  /** Layers of one input, applied in order. */
  readonly layers: readonly Layer[];
}

/**
 * Several layers as one, applied in order: a recipe of preprocessing or augmentation to use at several places (Keras `Pipeline`).
 *
 * @throws when something else than layers is given, or none
 *
 * @example
 * const augment = pipeline({ layers: [randomFlip({ mode: "horizontal" }), randomRotation({ factor: 0.05 })] });
 */
export function pipeline(options: PipelineOptions): Layer {
  const where = options.name ?? "pipeline";
  const { layers } = options;
  const stranger = layers.findIndex((layer) => typeof layer !== "function" || !isConfig(layer.config));
  if (layers.length === 0 || stranger >= 0)
    throw new TypeError(`${where}: expected a list of layers, received ${layers.length === 0 ? "none" : `something else at ${stranger}`}.`);
  const named = layers.map((layer, i) => [`${layer.layerName ?? layer.kind}_${i}`, layer] as const);
  return layer("pipeline", {
    options,
    config: { layers: layers.map(({ config }) => config) },
    dtypes,
    weights: ([x], where): WeightSpecs => {
      const specs: Record<string, WeightSpecs> = {};
      let inputs: readonly TensorSpec[] = [x];
      for (const [name, layer] of named) {
        const own = layer.weights(inputs, `${where}/${name}`);
        if (Object.keys(own).length > 0) specs[name] = own;
        inputs = layer.outputs(inputs).slice(0, 1);
      }
      return specs;
    },
    apply: (weights, x, context): Applied => {
      const updates: Record<string, Updates> = {};
      let [y, mask, loss]: [Tensor, Tensor | undefined, Tensor | undefined] = [x, context.mask, undefined];
      for (const [i, [name, layer]] of named.entries()) {
        const key = context.key && { key: foldIn(context.key, i) };
        const [output, changed, more = {}] = layer.apply(weightsOf(weights, name), y, { ...context, ...key, masks: [mask] });
        if (Object.keys(changed).length > 0) updates[name] = changed;
        loss = loss === undefined || more.loss === undefined ? (more.loss ?? loss) : loss.add(more.loss);
        mask = more.mask ?? mask;
        y = output;
      }
      return [y, updates, { ...(mask !== undefined && mask !== context.mask && { mask }), ...(loss && { loss }) }];
    },
  });
}

function weightsOf(weights: Weights, name: string): Weights {
  const own = weights[name];
  return own === undefined || own instanceof Tensor ? {} : own;
}
