import { dtypes, printSpec, sameDim } from "@tidu/core-tensor";
import type { Tensor, TensorSpec } from "@tidu/core-tensor";
import { layer } from "@tidu/layers";
import type { ApplyContext, ConfigValue, LayerOptions, Weights } from "@tidu/layers";
import { applyNetwork } from "./apply-network.ts";
import { leafPaths } from "./network.ts";
import type { ModelLayer, NamedSpec, Network } from "./network.ts";
import { initNetwork } from "./network-weights.ts";
import { knownAt, weightEntries } from "./weight-paths.ts";
import type { FlatWeights } from "./weight-paths.ts";

export interface ModelLayerOptions extends Pick<LayerOptions, "name" | "trainable"> {
  /**
   * `false`: the model always works as in prediction, also while the model around it trains: batch normalization uses its running
   * statistics, and nothing is dropped (Keras: `base(x, training=False)`). Default: as the model around it.
   */
  readonly training?: false | undefined;
}

export interface ModelLayerParts {
  /** How the model was made, which is the layer's kind. */
  readonly kind: "functional" | "sequential";
  readonly network: Network;
  /** The network as a file holds it. */
  readonly architecture: ConfigValue;
  /** First values of the weights; those that are missing are drawn. */
  readonly weights?: FlatWeights;
}

/** A network as a layer: its weights are a tree by layer, its first values those that it has. */
export function modelLayer({ kind, network, architecture, weights = {} }: ModelLayerParts, options: ModelLayerOptions = {}): ModelLayer {
  const { training, ...others } = options;
  const [first, ...more] = network.inputs;
  const specs = Object.fromEntries(network.layers.flatMap(({ name, weights }) => (isEmpty(weights) ? [] : [[name, weights]])));
  const nested = (flat: FlatWeights): Weights =>
    Object.fromEntries(
      network.layers.flatMap(({ name, weights }): readonly [string, Weights][] => {
        const own = knownAt(weights, name, flat);
        return isEmpty(own) ? [] : [[name, own]];
      }),
    );
  const made = layer(kind, {
    options: { ...others, inputShape: more.length === 0 ? first?.spec.shape.slice(1) : undefined },
    config: { architecture, training, inputShape: undefined },
    joins: true,
    dtypes,
    check: (inputs) => misfit(inputs, network.inputs),
    weights: () => specs,
    apply: (own: Weights, _, context) => {
      const flat = Object.fromEntries(weightEntries(own, "").map(([path, weight]) => [path.slice("/".length), weight]));
      const { outputs, masks, updates, losses } = applyNetwork(network, flat, context.inputs, {
        training: training ?? context.training ?? false,
        ...(context.key && { key: context.key }),
        frozen: heldLayers(network, context, options.trainable),
        masks: context.masks,
      });
      const [y, ...rest] = outputs;
      if (y === undefined) throw new Error(`${options.name ?? kind}: the model has no output.`);
      const [loss, ...otherLosses] = losses;
      const [mask, ...otherMasks] = masks;
      return [
        y,
        nested(updates),
        { outputs: rest, mask, masks: otherMasks, ...(loss && { loss: otherLosses.reduce((sum, each) => sum.add(each), loss) }) },
      ];
    },
  });
  return Object.assign(made, { network, init: (key: Tensor): Weights => nested({ ...initNetwork(network, key), ...weights }) });
}

/** Which layers are held: what the network around says; without one, what was so from the start. */
function heldLayers(network: Network, { frozen }: ApplyContext, trainable = true): ReadonlySet<string> {
  if (typeof frozen === "object") return new Set(frozen);
  return frozen === true || !trainable ? new Set(leafPaths(network)) : network.frozen;
}

/** The inputs must be those that the network was built for, whatever the batch size. */
function misfit(received: readonly TensorSpec[], expected: readonly NamedSpec[]): string | undefined {
  const fits =
    received.length === expected.length &&
    expected.every(({ spec: { dtype, shape } }, i) => {
      const given = received[i];
      const sameAxis = (axis: number): boolean => typeof shape[axis] !== "number" || sameDim(shape[axis], given?.shape[axis] ?? -1);
      return given?.dtype === dtype && given.shape.length === shape.length && shape.every((_, axis) => sameAxis(axis));
    });
  return fits ? undefined : `expected ${expected.map(({ spec }) => printSpec(spec)).join(" and ")}, as the model was built for`;
}

const isEmpty = (tree: object): boolean => Object.keys(tree).length === 0;
