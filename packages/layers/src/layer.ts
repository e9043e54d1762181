import type { Dim, Shape, Tensor, TensorSpec } from "@tidu/core-tensor";
import type { Config } from "./config.ts";
import type { RegularizerLike } from "./regularizers/to-regularizer.ts";
import type { Updates, WeightSpecs, Weights } from "./weight.ts";

/** What surrounds one application of a layer. */
export interface ApplyContext {
  /** Whether this is a training step: dropout drops, batch normalization uses the batch. Default: false. */
  readonly training?: boolean;
  /** The key of this application's randomness; needed in training by layers that draw. */
  readonly key?: Tensor;
  /** Which time steps of the first input count, bool[batch, time], for layers that know masks. */
  readonly mask?: Tensor | undefined;
  /** The masks of all inputs in order, where there are several; the first of them is `mask`. */
  readonly masks?: readonly (Tensor | undefined)[] | undefined;
  /**
   * Whether the weights are held here, whatever the layer's own `trainable` says: batch normalization then uses its running statistics.
   * For a layer that holds others, the names of those that are held.
   */
  readonly frozen?: boolean | readonly string[];
  /** Set while a sequence is made piece by piece (generation): the inputs hold only the positions at hand. */
  readonly stepping?: Stepping | undefined;
}

/** Where a sequence stands that is made piece by piece. */
export interface Stepping {
  /** Which position the first time step of the inputs is, an int32 scalar. */
  readonly position: Tensor;
  /**
   * What the layer gave as {@link AppliedMore.cache} at the positions before: what has a time axis is as long as the sequence may
   * get, filled up to `position`. Undefined: these are the first positions.
   */
  readonly cache: Cache | undefined;
  /** Which inputs hold only the positions at hand; the others are whole (what an encoder made). */
  readonly moving: readonly boolean[];
}

/** What a layer keeps from position to position, by name. */
export type Cache = Weights;

/** The output, new values of weights that change by themselves, and what few layers give besides. */
export type Applied = readonly [y: Tensor, updates: Updates, more?: AppliedMore];

export interface AppliedMore {
  /** Outputs after the first (states of a recurrent layer). */
  readonly outputs?: readonly Tensor[];
  /** Which time steps of the (first) output count, bool[batch, time]. Absent: all. */
  readonly mask?: Tensor | undefined;
  /** The masks of the outputs after the first; absent for outputs without. */
  readonly masks?: readonly (Tensor | undefined)[] | undefined;
  /** A scalar that joins the loss (activity regularization). */
  readonly loss?: Tensor;
  /**
   * While {@link ApplyContext.stepping}: what later positions need. A tensor with the time axis of the inputs holds the positions at
   * hand, which join those before; any other takes the place of the one before. What is left out stays.
   */
  readonly cache?: Cache;
}

/**
 * A layer is a value: it declares weights and applies them; it holds none. Called on a symbolic value it becomes part of a
 * functional model; called twice, it shares its weights.
 *
 * @example
 * const layer = dense({ units: 3 });
 * const weights = layer.init(randomKey(1), [{ shape: [1, 4], dtype: "float32" }]);
 * const [y] = layer.apply(weights, tensor([[1, 2, 3, 4]])); // [1, 3]
 */
export interface Layer {
  (inputs: Symbolic | readonly Symbolic[]): Symbolic;
  /** The factory's name: `dense`, `batchNormalization`. Default names count up from it. */
  readonly kind: string;
  /** The user's name for it, unique in a model. */
  readonly layerName: string | undefined;
  /** Factory and options, for files. */
  readonly config: Config;
  /** The input's shape without the batch axis, when the layer starts a model. */
  readonly inputShape: Shape | undefined;
  /** The fixed number of rows that it takes at a time, when it starts a model and says so. */
  readonly batchSize?: number | undefined;
  /** Whether gradients change its weights. Default: true. */
  readonly trainable: boolean;
  /** For a layer that reads ids, integers from 0: how many there are. Inputs of a model that it reads are int32, and checked. */
  readonly idCount: number | undefined;
  /** The longest sequence (axis 1 of its first input) that it takes; undefined: any. */
  readonly longestSequence: number | undefined;
  /**
   * Whether it can go through a sequence piece by piece: `"alone"`, every position stands for itself; `"cache"`, it keeps what later
   * positions need; undefined, it needs the whole sequence.
   */
  readonly stepping: "alone" | "cache" | undefined;
  /**
   * The specs of the weights for these inputs (batch axis included).
   *
   * @param where the layer's name in errors. Default: its own name, or its kind
   * @throws when the inputs do not fit: the layer's name, what was received, what was expected
   */
  weights(inputs: readonly TensorSpec[], where?: string): WeightSpecs;
  /** First values of the weights. */
  init(key: Tensor, inputs: readonly TensorSpec[]): Weights;
  /**
   * Applies the layer to one tensor, or to several where it joins them.
   *
   * @throws when inputs or weights do not fit
   */
  apply(weights: Weights, inputs: Tensor | readonly Tensor[], context?: ApplyContext): Applied;
  /** The specs of the outputs for these inputs. */
  outputs(inputs: readonly TensorSpec[]): readonly TensorSpec[];
}

/** Options that every layer factory takes. */
export interface LayerOptions {
  /** Unique in a model. Default: the kind with a number. */
  readonly name?: string | undefined;
  /** Whether training changes the weights. Default: true. */
  readonly trainable?: boolean | undefined;
  /** The shape of one example, on the first layer of a sequential model; a string names a free size. */
  readonly inputShape?: readonly (Dim | string)[] | undefined;
  /** A penalty on the output, divided by the batch size, that joins the loss. Default: none. */
  readonly activityRegularizer?: RegularizerLike | undefined;
}

/**
 * A value that will flow through a functional model: which layer makes it, from what. Not a tensor: it has a spec (with a free
 * batch axis) but no numbers.
 */
export interface Symbolic {
  readonly spec: TensorSpec;
  /** The application that makes it; absent for an input of the model. */
  readonly from: SymbolicNode | undefined;
  /** Which output of the application. */
  readonly output: number;
  /** The user's name, for an input. */
  readonly name: string | undefined;
}

/** One application of a layer. */
export interface SymbolicNode {
  readonly layer: Layer;
  readonly inputs: readonly Symbolic[];
  /** All outputs of the application, the first of them what the call returned. */
  readonly outputs: readonly Symbolic[];
}
