import { namedDim } from "@tidu/core-tensor";
import type { DType, TensorSpec } from "@tidu/core-tensor";
import { input } from "@tidu/layers";
import type { Layer, Symbolic } from "@tidu/layers";
import { Model } from "./model.ts";
import type { ModelOptions } from "./network-model.ts";
import { layerNames } from "./network/layer-names.ts";
import { buildNetwork, isModelLayer } from "./network/network.ts";
import type { Network } from "./network/network.ts";

/** A model whose layers follow one another. */
export class Sequential extends Model {
  #layers: readonly Layer[];
  /** What comes in, once it is known. */
  #input: TensorSpec | undefined;

  /** @param network of these layers, where it is there already */
  constructor(layers: readonly Layer[], options: ModelOptions, network?: Network) {
    super(network, options, "sequential");
    this.#layers = layers;
    this.#input = network?.inputs[0]?.spec;
    if (network === undefined) this.#change(layers);
  }

  /** The layers in order. */
  override get layers(): readonly Layer[] {
    return this.#layers;
  }

  /**
   * Appends a layer. The others keep their weights; the optimizer starts anew.
   *
   * @throws when it does not fit what comes before it
   */
  add(layer: Layer | Model): this {
    this.#change([...this.#layers, asLayer(layer)]);
    return this;
  }

  /**
   * Takes the last layer away. The others keep their weights; the optimizer starts anew.
   *
   * @returns the layer
   * @throws when there is none
   */
  pop(): Layer {
    const last = this.#layers.at(-1);
    if (last === undefined) throw new Error(`${this.name}: it has no layers to take away.`);
    this.#change(this.#layers.slice(0, -1));
    return last;
  }

  protected override get kind(): "sequential" {
    return "sequential";
  }

  protected override networkFor([spec, ...others]: readonly TensorSpec[]): Network {
    if (spec === undefined || others.length > 0) {
      throw new Error(`${this.name}: a sequential model has one input, received ${others.length + 1}. Use functional() for more.`);
    }
    const given = { shape: spec.shape, dtype: dtypeOfInput(this.#layers[0], spec.dtype) };
    const network = this.#network(this.#layers, given);
    this.#input = given;
    return network;
  }

  #change(layers: readonly Layer[]): void {
    const spec = specOfFirst(layers[0]) ?? this.#input;
    this.rebuild(spec === undefined || layers.length === 0 ? undefined : this.#network(layers, spec));
    this.#layers = layers;
    this.#input = spec;
  }

  #network(layers: readonly Layer[], { dtype, shape }: TensorSpec): Network {
    if (layers.length === 0) throw new Error(`${this.name}: it has no layers. Give some to sequential([...]), or add them.`);
    const start = input({ shape: shape.slice(1), dtype, batchSize: layers[0]?.batchSize });
    const names = layerNames(layers);
    const end = layers.reduce<Symbolic>((value, layer) => applied(layer, names.get(layer) ?? layer.kind, value), start);
    return buildNetwork([start], [end]);
  }
}

/** What a first layer says of the input. */
function specOfFirst(layer: Layer | undefined): TensorSpec | undefined {
  if (layer?.inputShape === undefined) return undefined;
  return { dtype: dtypeOfInput(layer, "float32"), shape: [namedDim("batch"), ...layer.inputShape] };
}

/** Layers that read ids take integers. */
function dtypeOfInput(layer: Layer | undefined, otherwise: DType): DType {
  if (layer === undefined) return otherwise;
  if (isModelLayer(layer)) return layer.network.inputs[0]?.spec.dtype ?? otherwise;
  return layer.idCount === undefined ? otherwise : "int32";
}

const asLayer = (layer: Layer | Model): Layer => (layer instanceof Model ? layer.asLayer() : layer);

/** The layer's output; what it refuses, it refuses by the name that it has in this model. */
function applied(layer: Layer, name: string, value: Symbolic): Symbolic {
  try {
    return layer(value);
  } catch (error) {
    const own = `${layer.layerName ?? layer.kind}: `;
    if (!(error instanceof Error) || !error.message.startsWith(own)) throw error;
    throw new Error(`${name}: ${error.message.slice(own.length)}`, { cause: error });
  }
}

/**
 * A model of layers that follow one another (Keras's `Sequential`).
 *
 * @param layers the first one with an `inputShape`, or the shape comes from the first data. A model among them becomes a layer with a copy
 * of its weights (`asLayer`)
 * @throws when a layer does not fit what comes before it
 *
 * @example
 * const model = sequential([dense({ units: 8, activation: "tanh", inputShape: [2] }), dense({ units: 1, activation: "sigmoid" })], { backend });
 */
export const sequential = (layers: readonly (Layer | Model)[] = [], options: ModelOptions = {}): Sequential =>
  new Sequential(layers.map(asLayer), options);
