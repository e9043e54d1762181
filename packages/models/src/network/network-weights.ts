import { foldIn } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { Layer, WeightSpec } from "@tidu/layers";
import { isModelLayer } from "./network.ts";
import type { Network } from "./network.ts";
import { pathsOf, weightEntries } from "./weight-paths.ts";
import type { FlatWeights } from "./weight-paths.ts";

/** A weight with the layer that it is of. */
export interface LayerWeightSpec extends WeightSpec {
  /** The innermost, where models are inside of others. */
  readonly layer: Layer;
  /** Whether training leaves it as it is. */
  readonly frozen: boolean;
}

/** The specs of all weights by path, in order. */
export const weightSpecsOf = (network: Network): ReadonlyMap<string, LayerWeightSpec> => new Map(specsWithin(network, "", network.frozen));

/** @param prefix of the paths: empty, or where a model is inside another one, its name and a slash */
const specsWithin = (
  { layers }: Network,
  prefix: string,
  frozen: ReadonlySet<string>,
): readonly (readonly [path: string, spec: LayerWeightSpec])[] =>
  layers.flatMap(({ name, layer, weights }) => {
    const at = `${prefix}${name}`;
    if (isModelLayer(layer)) return specsWithin(layer.network, `${at}/`, frozen);
    return pathsOf(weights, at).map(([path, spec]) => [path, { ...spec, layer, frozen: frozen.has(at) || !layer.trainable }] as const);
  });

/** The weights that layers carry from batch to batch, by path. */
export const statesOf = (network: Network): ReadonlyMap<string, LayerWeightSpec> =>
  new Map([...weightSpecsOf(network)].filter(([, { state }]) => state === true));

/** First values of all weights; every layer draws from a key of its own. */
export const initNetwork = (network: Network, key: Tensor): FlatWeights =>
  Object.fromEntries(network.layers.flatMap(({ name, layer, inputs }, i) => weightEntries(layer.init(foldIn(key, i), inputs), name)));
