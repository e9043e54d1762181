import { printSpec, sameShape } from "@tidu/core-tensor";
import type { TensorSpec } from "@tidu/core-tensor";
import type { Layer, Symbolic, SymbolicNode, WeightSpecs } from "@tidu/layers";
import { inputLimits } from "./input-limits.ts";
import type { InputLimits } from "./input-limits.ts";
import { distinctNames, layerNames } from "./layer-names.ts";
import { pathsOf } from "./weight-paths.ts";

export interface NamedSpec {
  readonly name: string;
  /** The batch axis is free. */
  readonly spec: TensorSpec;
  /** The layer that reads it first, for errors about its shape. */
  readonly readBy?: string | undefined;
}

export interface NetworkInput extends NamedSpec {
  readonly limits: InputLimits;
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

/** A layer that is a whole network: a model inside another one. Its weights are nested: a tree for each of its layers. */
export interface ModelLayer extends Layer {
  readonly network: Network;
}

export const isModelLayer = (layer: Layer): layer is ModelLayer => "network" in layer;

/** Layers in the order in which they are applied: what sequential and functional models come to. Plain data, no weights. */
export interface Network {
  readonly inputs: readonly NetworkInput[];
  readonly outputs: readonly (NamedSpec & { readonly value: number })[];
  readonly layers: readonly NetworkLayer[];
  readonly applications: readonly Application[];
  /**
   * Paths of layers that training leaves as they are, besides those that were made with `trainable: false`: `dense`, and `base/dense` for
   * one of a model inside.
   */
  readonly frozen: ReadonlySet<string>;
}

/**
 * Orders the layers between symbolic inputs and outputs and names them.
 *
 * @throws when an output depends on an input that is not named, two layers have one name, or there is nothing to compute
 */
export function buildNetwork(inputs: readonly Symbolic[], outputs: readonly Symbolic[]): Network {
  if (inputs.length === 0 || outputs.length === 0) throw new Error("A model needs at least one input and one output.");
  if (new Set(inputs).size < inputs.length) throw new Error("functional: an input is listed twice. Name each input of the model once.");
  const values = new Map<Symbolic, number>(inputs.map((input, i) => [input, i]));
  const nodes = order(inputs, outputs);
  const names = layerNames(nodes.map(({ layer }) => layer));
  const layers = new Map<Layer, NetworkLayer>();
  const applications: Application[] = [];
  let next = inputs.length;
  for (const node of nodes) {
    const specs = node.inputs.map(({ spec }) => spec);
    let layer = layers.get(node.layer);
    if (layer === undefined) {
      const name = names.get(node.layer) ?? node.layer.kind;
      layer = { name, layer: node.layer, weights: node.layer.weights(specs, name), inputs: specs };
      layers.set(node.layer, layer);
    } else checkShared(layer, specs);
    for (const output of node.outputs) values.set(output, next++);
    applications.push({
      layer,
      inputs: node.inputs.map((input) => valueOf(values, input)),
      outputs: node.outputs.map((output) => valueOf(values, output)),
      specs: node.outputs.map(({ spec }) => spec),
    });
  }
  const inputNames = distinctNames(inputs.map(({ name }, i) => name ?? (inputs.length === 1 ? "input" : `input_${i + 1}`)));
  const outputNames = distinctNames(outputs.map(({ from }) => (from === undefined ? "output" : (names.get(from.layer) ?? "output"))));
  return {
    inputs: inputs.map(({ spec }, i) => ({
      name: inputNames[i] ?? "",
      spec,
      readBy: applications.find((application) => application.inputs.includes(i))?.layer.name,
      limits: inputLimits(i, spec, applications, limitsInside),
    })),
    outputs: outputs.map((output, i) => ({ name: outputNames[i] ?? "", spec: output.spec, value: valueOf(values, output) })),
    layers: [...layers.values()],
    applications,
    frozen: new Set([...layers.values()].flatMap(frozenInside)),
  };
}

const limitsInside = (layer: Layer): readonly InputLimits[] | undefined =>
  isModelLayer(layer) ? layer.network.inputs.map(({ limits }) => limits) : undefined;

/** What of a model inside is frozen from the start. */
const frozenInside = ({ name, layer }: NetworkLayer): readonly string[] => {
  if (!isModelLayer(layer)) return [];
  const { network, trainable } = layer;
  return (trainable ? [...network.frozen] : leafPaths(network)).map((path) => `${name}/${path}`);
};

/** The paths of all layers; for a model inside, those of its layers. */
export const leafPaths = ({ layers }: Pick<Network, "layers">): readonly string[] =>
  layers.flatMap(({ name, layer }) => (isModelLayer(layer) ? leafPaths(layer.network).map((path) => `${name}/${path}`) : [name]));

function valueOf(values: ReadonlyMap<Symbolic, number>, symbolic: Symbolic): number {
  const value = values.get(symbolic);
  if (value === undefined) throw new Error("functional: a value is used before it is made.");
  return value;
}

/** A layer that is applied again must find the weights it has. */
function checkShared({ name, layer, weights, inputs }: NetworkLayer, again: readonly TensorSpec[]): void {
  const shapes = new Map(pathsOf(weights, name).map(([path, { shape }]) => [path, shape]));
  for (const [path, { shape }] of pathsOf(layer.weights(again, name), name)) {
    const first = shapes.get(path);
    if (first !== undefined && sameShape(first, shape)) continue;
    const [before, now] = [inputs, again].map((specs) => specs.map(printSpec).join(" and "));
    throw new Error(
      `${name}: it is shared, but its weights fit only one of its inputs: ${before} and ${now}. Give each its own layer, or the inputs one size.`,
    );
  }
}

/** The applications that outputs need, in an order in which every input is ready. */
function order(inputs: readonly Symbolic[], outputs: readonly Symbolic[]): readonly SymbolicNode[] {
  const given = new Set(inputs);
  const done = new Set<SymbolicNode>();
  const visit = (value: Symbolic): void => {
    if (given.has(value)) return;
    const node = value.from;
    if (node === undefined)
      throw new Error(
        `functional: an output depends on the input ${value.name === undefined ? printSpec(value.spec) : `"${value.name}"`}, which is not among the inputs of the model. Add it to inputs.`,
      );
    if (done.has(node)) return;
    node.inputs.forEach(visit);
    done.add(node);
  };
  outputs.forEach(visit);
  return [...done];
}
