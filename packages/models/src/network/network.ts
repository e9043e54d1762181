import { foldIn, label } from "@tidu/core-tensor";
import type { Tensor, TensorSpec } from "@tidu/core-tensor";
import { isWeightSpec } from "@tidu/layers";
import type { Layer, Symbolic, SymbolicNode, Weights, WeightSpec, WeightSpecs } from "@tidu/layers";

export interface NamedSpec {
  readonly name: string;
  /** The batch axis is free. */
  readonly spec: TensorSpec;
}

/** A layer of a network, once, however often it is applied. */
export interface NetworkLayer {
  /** Unique: the user's name, or the kind counted up (`dense`, `dense_1`). */
  readonly name: string;
  readonly layer: Layer;
  readonly weights: WeightSpecs;
  /** The specs it was first applied to. */
  readonly inputs: readonly TensorSpec[];
}

/** One application of a layer: which values it reads and makes. Values are numbered, the inputs of the network first. */
export interface Application {
  readonly layer: NetworkLayer;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly specs: readonly TensorSpec[];
}

/** Layers in the order in which they are applied: what sequential and functional models come to. Plain data, no weights. */
export interface Network {
  readonly inputs: readonly NamedSpec[];
  readonly outputs: readonly (NamedSpec & { readonly value: number })[];
  readonly layers: readonly NetworkLayer[];
  readonly applications: readonly Application[];
}

/** Weights by path: `dense_1/kernel`. */
export type FlatWeights = Readonly<Record<string, Tensor>>;

export interface NetworkResult {
  readonly outputs: readonly Tensor[];
  /** New values of weights that change by themselves, by path. */
  readonly updates: FlatWeights;
  /** Scalars that layers add to the loss. */
  readonly losses: readonly Tensor[];
}

/**
 * Orders the layers between symbolic inputs and outputs and names them.
 *
 * @throws when an output depends on an input that is not named, or two layers have one name
 */
export function buildNetwork(inputs: readonly Symbolic[], outputs: readonly Symbolic[]): Network {
  const values = new Map<Symbolic, number>(inputs.map((input, i) => [input, i]));
  const names = new LayerNames();
  const layers = new Map<Layer, NetworkLayer>();
  const applications: Application[] = [];
  let next = inputs.length;
  for (const node of order(inputs, outputs)) {
    const specs = node.inputs.map(({ spec }) => spec);
    let layer = layers.get(node.layer);
    if (layer === undefined) {
      const name = names.of(node.layer);
      layer = { name, layer: node.layer, weights: node.layer.weights(specs, name), inputs: specs };
      layers.set(node.layer, layer);
    }
    for (const output of node.outputs) values.set(output, next++);
    applications.push({
      layer,
      inputs: node.inputs.map((input) => values.get(input) ?? -1),
      outputs: node.outputs.map((output) => values.get(output) ?? -1),
      specs: node.outputs.map(({ spec }) => spec),
    });
  }
  const inputNames = uniqueNames(inputs.map(({ name }, i) => name ?? (inputs.length === 1 ? "input" : `input_${i + 1}`)));
  const outputNames = uniqueNames(outputs.map((output) => (output.from === undefined ? "output" : (layers.get(output.from.layer)?.name ?? "output"))));
  return {
    inputs: inputs.map(({ spec }, i) => ({ name: inputNames[i] ?? "", spec })),
    outputs: outputs.map((output, i) => ({ name: outputNames[i] ?? "", spec: output.spec, value: values.get(output) ?? -1 })),
    layers: [...layers.values()],
    applications,
  };
}

/** Applies the network to tensors. Each application's randomness has a key of its own, derived from `key`. */
export function applyNetwork(network: Network, weights: FlatWeights, inputs: readonly Tensor[], context: { readonly training: boolean; readonly key?: Tensor }): NetworkResult {
  const values: Tensor[] = [...inputs];
  const updates: Record<string, Tensor> = {};
  const losses: Tensor[] = [];
  network.applications.forEach(({ layer: { name, layer, weights: specs }, inputs: from }, position) => {
    const args = from.map((value) => values[value]).filter((value) => value !== undefined);
    const own = treeAt(specs, name, weights);
    const key = context.key === undefined ? {} : { key: foldIn(context.key, position) };
    const [y, changed, more] = layer.apply(own, args, { training: context.training, ...key });
    const made = [y, ...(more?.outputs ?? [])];
    label([...made, ...leavesOf(changed)], [...args, ...leavesOf(own), ...Object.values(key)], name);
    values.push(...made);
    Object.assign(updates, flattenWeights(changed, name));
    if (more?.loss !== undefined) losses.push(more.loss);
  });
  return { outputs: network.outputs.map(({ value }) => values[value]).filter((value) => value !== undefined), updates, losses };
}

/** The specs of all weights by path, in order. */
export const weightSpecsOf = (network: Network): ReadonlyMap<string, WeightSpec & { readonly layer: Layer }> =>
  new Map(
    network.layers.flatMap(({ name, layer, weights }) => pathsOf(weights, name).map(([path, spec]): [string, WeightSpec & { readonly layer: Layer }] => [path, { ...spec, layer }])),
  );

/** First values of all weights; every layer draws from a key of its own. */
export const initNetwork = (network: Network, key: Tensor): FlatWeights =>
  Object.assign({}, ...network.layers.map(({ name, layer, inputs }, i) => flattenWeights(layer.init(foldIn(key, i), inputs), name)));

/** The applications that outputs need, in an order in which every input is ready. */
function order(inputs: readonly Symbolic[], outputs: readonly Symbolic[]): readonly SymbolicNode[] {
  const given = new Set(inputs);
  const done = new Set<SymbolicNode>();
  const visit = (value: Symbolic): void => {
    if (given.has(value)) return;
    const node = value.from;
    if (node === undefined) throw new Error(`functional: an output depends on the input "${value.name ?? "without a name"}", which is not among the inputs of the model.`);
    if (done.has(node)) return;
    node.inputs.forEach(visit);
    done.add(node);
  };
  outputs.forEach(visit);
  return [...done];
}

/** Names layers in order: the user's names as they are, others by kind. */
export class LayerNames {
  readonly #taken = new Set<string>();
  readonly #counts = new Map<string, number>();

  of(layer: Layer): string {
    if (layer.layerName !== undefined) {
      if (this.#taken.has(layer.layerName)) throw new Error(`Two layers are named "${layer.layerName}". Names must be unique in a model.`);
      this.#taken.add(layer.layerName);
      return layer.layerName;
    }
    for (;;) {
      const count = this.#counts.get(layer.kind) ?? 0;
      this.#counts.set(layer.kind, count + 1);
      const name = count === 0 ? layer.kind : `${layer.kind}_${count}`;
      if (this.#taken.has(name)) continue;
      this.#taken.add(name);
      return name;
    }
  }
}

const uniqueNames = (names: readonly string[]): readonly string[] => names.map((name, i) => (names.indexOf(name) === i ? name : `${name}_${names.slice(0, i).filter((other) => other === name).length}`));

const pathsOf = (specs: WeightSpecs, path: string): readonly (readonly [string, WeightSpec])[] =>
  Object.entries(specs).flatMap(([name, spec]) => (isWeightSpec(spec) ? [[`${path}/${name}`, spec] as const] : pathsOf(spec, `${path}/${name}`)));

const isTensor = (value: Tensor | Weights): value is Tensor => "spec" in value && "source" in value;

const flattenWeights = (tree: Weights, path: string): Record<string, Tensor> =>
  Object.assign({}, ...Object.entries(tree).map(([name, value]) => (isTensor(value) ? { [`${path}/${name}`]: value } : flattenWeights(value, `${path}/${name}`))));

const leavesOf = (tree: Weights): readonly Tensor[] => Object.values(tree).flatMap((value) => (isTensor(value) ? [value] : leavesOf(value)));

/** The nested weights of one layer, out of all by path. */
function treeAt(specs: WeightSpecs, path: string, weights: FlatWeights): Weights {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      const at = `${path}/${name}`;
      if (!isWeightSpec(spec)) return [name, treeAt(spec, at, weights)];
      const value = weights[at];
      if (value === undefined) throw new Error(`The model has no weight "${at}".`);
      return [name, value];
    }),
  );
}
