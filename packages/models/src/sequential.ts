import { isStatic, printShape } from "@tidu/core-tensor";
import type { Shape, TensorSpec } from "@tidu/core-tensor";
import { input } from "@tidu/layers";
import type { Layer, Symbolic } from "@tidu/layers";
import { Model } from "./model.ts";
import type { ModelOptions } from "./model.ts";
import { buildNetwork, LayerNames } from "./network/network.ts";
import type { Network } from "./network/network.ts";

/** A model whose layers follow one another. */
export class Sequential extends Model {
  readonly #layers: Layer[];

  constructor(layers: readonly Layer[], options: ModelOptions) {
    super(undefined, options, "sequential");
    this.#layers = [...layers];
    this.#tryBuild();
  }

  /** The layers in order. */
  get layers(): readonly Layer[] {
    return this.#layers;
  }

  /** Appends a layer; the model starts untrained again. */
  add(layer: Layer): this {
    this.#layers.push(layer);
    this.#tryBuild();
    return this;
  }

  protected override get kind(): "sequential" {
    return "sequential";
  }

  protected override networkFor(inputs: readonly TensorSpec[]): Network {
    const [spec, ...others] = inputs;
    if (spec === undefined || others.length > 0) throw new Error(`${this.name}: a sequential model has one input, received ${inputs.length}. Use functional() for more.`);
    return this.#network(spec.shape.slice(1), spec.dtype);
  }

  #tryBuild(): void {
    const shape = this.#layers[0]?.inputShape;
    this.rebuild(shape === undefined ? undefined : this.#network(shape));
  }

  #network(inputShape: Shape, dtype: TensorSpec["dtype"] = "float32"): Network {
    if (this.#layers.length === 0) throw new Error(`${this.name}: it has no layers. Give some to sequential([...]), or add them.`);
    if (!isStatic(inputShape)) throw new Error(`${this.name}: expected a known input shape, received ${printShape(inputShape)}.`);
    const start = input({ shape: inputShape, dtype });
    const names = new LayerNames();
    const end = this.#layers.reduce<Symbolic>((value, layer) => {
      layer.weights([value.spec], names.of(layer)); // refuses a wrong shape by the name that the layer has in this model
      return layer(value);
    }, start);
    return buildNetwork([start], [end]);
  }
}

/**
 * A model of layers that follow one another (Keras's `Sequential`).
 *
 * @param layers the first one with an `inputShape`, or the shape comes from the first data
 *
 * @example
 * const model = sequential([dense({ units: 8, activation: "tanh", inputShape: [2] }), dense({ units: 1, activation: "sigmoid" })], { backend });
 */
export const sequential = (layers: readonly Layer[] = [], options: ModelOptions = {}): Sequential => new Sequential(layers, options);
