import { unknownName } from "@tidu/core-tensor";
import type { Layer } from "@tidu/layers";
import { isModelLayer, leafPaths } from "./network.ts";
import type { Network } from "./network.ts";

/** The paths of all layers, in order; those of a model inside follow it: `base`, `base/dense`. */
export const layerPaths = ({ layers }: Network): readonly string[] =>
  layers.flatMap(({ name, layer }) => [name, ...(isModelLayer(layer) ? layerPaths(layer.network).map((path) => `${name}/${path}`) : [])]);

/**
 * The layer at a path.
 *
 * @throws with the nearest path when there is none
 */
export function layerAt(where: string, network: Network, path: string): Layer {
  const found = findLayer(network, path);
  if (found === undefined) throw new Error(`${where}: ${unknownName("layer", path, layerPaths(network))}`);
  return found;
}

/**
 * The network with layers held or let go.
 *
 * @param paths of layers; of a model inside for all of its layers. Empty: all layers
 * @throws when there is no such layer, or one is let go that was made with `trainable: false`
 */
export function withFrozen(where: string, network: Network, paths: readonly string[], frozen: boolean): Network {
  for (const path of paths) layerAt(where, network, path);
  const chosen = leafPaths(network).filter(
    (leaf) => paths.length === 0 || paths.some((path) => leaf === path || leaf.startsWith(`${path}/`)),
  );
  if (frozen) return { ...network, frozen: new Set([...network.frozen, ...chosen]) };
  const fixed = chosen.find((path) => paths.length > 0 && findLayer(network, path)?.trainable === false);
  if (fixed !== undefined)
    throw new Error(
      `${where}: the layer "${fixed}" was made with trainable: false. Leave that out, and freeze the layer with freeze instead.`,
    );
  return { ...network, frozen: new Set([...network.frozen].filter((path) => !chosen.includes(path))) };
}

/** The network after a change of its layers: those that stay are held, or not, as before. */
export function keepFrozen(before: Network, after: Network): Network {
  const stays = (path: string): boolean => {
    const layer = findLayer(before, path);
    return layer !== undefined && layer === findLayer(after, path);
  };
  return { ...after, frozen: new Set(leafPaths(after).filter((path) => (stays(path) ? before : after).frozen.has(path))) };
}

function findLayer({ layers }: Network, path: string): Layer | undefined {
  for (const { name, layer } of layers) {
    if (name === path) return layer;
    if (isModelLayer(layer) && path.startsWith(`${name}/`)) return findLayer(layer.network, path.slice(name.length + 1));
  }
  return undefined;
}
