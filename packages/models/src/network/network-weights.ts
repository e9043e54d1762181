import { foldIn } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Layer, WeightSpec } from "@tidu/layers";
import type { Network } from "./network.ts";
import { pathsOf, weightEntries } from "./weight-paths.ts";
import type { FlatWeights } from "./weight-paths.ts";

/** A weight with the layer that it is of. */
export interface LayerWeightSpec extends WeightSpec {
  readonly layer: Layer;
}

/** The specs of all weights by path, in order. */
export const weightSpecsOf = (network: Network): ReadonlyMap<string, LayerWeightSpec> =>
  new Map(
    network.layers.flatMap(({ name, layer, weights }) =>
      pathsOf(weights, name).map(([path, spec]): [string, LayerWeightSpec] => [path, { ...spec, layer }]),
    ),
  );

/** First values of all weights; every layer draws from a key of its own. */
export const initNetwork = (network: Network, key: Tensor): FlatWeights =>
  Object.fromEntries(network.layers.flatMap(({ name, layer, inputs }, i) => weightEntries(layer.init(foldIn(key, i), inputs), name)));
