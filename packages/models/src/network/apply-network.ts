import { foldIn, label } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import { isModelLayer } from "./network.ts";
import type { Network, NetworkLayer } from "./network.ts";
import { weightEntries, weightsAt } from "./weight-paths.ts";
import type { FlatWeights } from "./weight-paths.ts";

export interface NetworkContext {
  readonly training: boolean;
  /** Where randomness comes from, in training. */
  readonly key?: Tensor;
  /** Paths of layers that are held. Default: those of the network. */
  readonly frozen?: ReadonlySet<string>;
  /** The masks of the inputs, for a network inside another. */
  readonly masks?: readonly (Tensor | undefined)[] | undefined;
}

export interface NetworkResult {
  readonly outputs: readonly Tensor[];
  /** Which time steps of each output count, bool[batch, time]; undefined: all. */
  readonly masks: readonly (Tensor | undefined)[];
  /** New values of weights that change by themselves, by path. */
  readonly updates: FlatWeights;
  /** Scalars that layers add to the loss. */
  readonly losses: readonly Tensor[];
}

/** Applies the network to tensors. Each application's randomness has a key of its own, derived from the context's. */
export function applyNetwork(network: Network, weights: FlatWeights, inputs: readonly Tensor[], context: NetworkContext): NetworkResult {
  const values: Tensor[] = [...inputs];
  const masks: (Tensor | undefined)[] = inputs.map((_, i) => context.masks?.[i]);
  const updates: Record<string, Tensor> = {};
  const losses: Tensor[] = [];
  const frozen = context.frozen ?? network.frozen;
  network.applications.forEach(({ layer: networkLayer, inputs: from }, position) => {
    const { name, layer, weights: specs } = networkLayer;
    const args = from.map((value) => values[value]).filter((value) => value !== undefined);
    const own = weightsAt(specs, name, { ...weights, ...updates }); // a shared layer's statistics go on from application to application
    const key = context.key === undefined ? {} : { key: foldIn(context.key, position) };
    const [y, changed, more] = layer.apply(own, args, {
      training: context.training,
      frozen: frozenIn(networkLayer, frozen),
      masks: from.map((value) => masks[value]),
      ...key,
    });
    const made = [y, ...(more?.outputs ?? [])];
    const changes = weightEntries(changed, name);
    const given = weightEntries(own, name);
    label([...made, ...changes.map(tensorOf)], [...args, ...given.map(tensorOf), ...Object.values(key)], name);
    values.push(...made);
    masks.push(...made.map((_, i) => (i === 0 ? more?.mask : more?.masks?.[i - 1])));
    Object.assign(updates, Object.fromEntries(changes));
    if (more?.loss !== undefined) losses.push(more.loss);
  });
  return {
    outputs: network.outputs.map(({ value }) => values[value]).filter((value) => value !== undefined),
    masks: network.outputs.map(({ value }) => masks[value]),
    updates,
    losses,
  };
}

/** Whether a layer is held; for a model inside, which of its layers are. */
function frozenIn({ name, layer }: NetworkLayer, frozen: ReadonlySet<string>): boolean | readonly string[] {
  if (!isModelLayer(layer)) return frozen.has(name);
  return [...frozen].flatMap((path) => (path.startsWith(`${name}/`) ? [path.slice(name.length + 1)] : []));
}

const tensorOf = ([, weight]: readonly [string, Tensor]): Tensor => weight;
