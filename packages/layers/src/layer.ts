import { foldIn, printSpec, trace } from "@tidu/core-tensor";
import type { Shape, Tensor, TensorSpec } from "@tidu/core-tensor";
import type { Config } from "./config.ts";
import { symbolicCall } from "./symbolic.ts";
import type { Symbolic } from "./symbolic.ts";
import { isWeightSpec } from "./weight.ts";
import type { Updates, WeightSpecs, Weights } from "./weight.ts";

/** What surrounds one application of a layer. */
export interface ApplyContext {
  /** Whether this is a training step: dropout drops, batch normalization uses the batch. Default: false. */
  readonly training?: boolean;
  /** The key of this application's randomness; needed in training by layers that draw. */
  readonly key?: Tensor;
  /** Which time steps count, bool[batch, time], for layers that know masks. */
  readonly mask?: Tensor | undefined;
}

/** The output, new values of weights that change by themselves, and what few layers give besides. */
export type Applied = readonly [y: Tensor, updates: Updates, more?: AppliedMore];

export interface AppliedMore {
  /** Outputs after the first (states of a recurrent layer). */
  readonly outputs?: readonly Tensor[];
  /** The mask of the output, when it is not that of the input. */
  readonly mask?: Tensor;
  /** A scalar that joins the loss (activity regularization). */
  readonly loss?: Tensor;
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
  /** Whether gradients change its weights. Default: true. */
  readonly trainable: boolean;
  /**
   * The specs of the weights for these inputs (batch axis included).
   *
   * @throws when the inputs do not fit: the layer's name, what was received, what was expected
   */
  weights(inputs: readonly TensorSpec[], where?: string): WeightSpecs;
  /** First values of the weights. */
  init(key: Tensor, inputs: readonly TensorSpec[]): Weights;
  /** Applies the layer to one tensor, or to several where it joins them. */
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
  /** The shape of one example, on the first layer of a sequential model. */
  readonly inputShape?: Shape | undefined;
}

/** What the author of a layer writes. W: the names of the weights. */
export interface LayerDefinition {
  readonly options: LayerOptions;
  /** What a file needs to make the layer again: the options of the factory beyond {@link LayerOptions}. */
  readonly config: Config["options"];
  /** How many inputs: one (default), or several for layers that join. */
  readonly joins?: boolean;
  /** Rank including the batch axis: exactly, or at least. For the error, also what the axes mean. */
  readonly rank?: { readonly exactly?: number; readonly atLeast?: number; readonly axes?: string };
  /** Further checks on the inputs; returns what is wrong ("expected …"), or undefined. */
  readonly check?: (inputs: readonly TensorSpec[]) => string | undefined;
  readonly weights?: (inputs: readonly TensorSpec[]) => WeightSpecs;
  /** One application: the output, or the output with updates. `x` is the first (for most layers the only) input. */
  readonly apply: (weights: { readonly [name: string]: Tensor }, x: Tensor, context: ApplyContext & { readonly inputs: readonly Tensor[] }) => Tensor | Applied;
}

/** Makes a layer of its definition: adds the checks, the first values and the call on symbolic values. */
export function layer(kind: string, definition: LayerDefinition): Layer {
  const { options, config } = definition;
  const name = options.name ?? kind;
  const specsFor = (inputs: readonly TensorSpec[], where = name): WeightSpecs => {
    checkInputs(definition, inputs, where);
    return definition.weights?.(inputs) ?? {};
  };
  const properties = {
    kind,
    layerName: options.name,
    config: { kind, options: { ...named(options), ...config } },
    inputShape: options.inputShape,
    trainable: options.trainable ?? true,
    weights: specsFor,
    init: (key: Tensor, inputs: readonly TensorSpec[]): Weights => initialize(specsFor(inputs), key),
    apply: (weights: Weights, inputs: Tensor | readonly Tensor[], context: ApplyContext = {}): Applied => {
      const list: readonly Tensor[] = isList(inputs) ? inputs : [inputs];
      checkInputs(definition, list.map(({ spec }) => spec), name);
      const [x] = list;
      if (x === undefined) throw new Error(`${name}: expected an input, received none.`);
      const applied = definition.apply(weights as { readonly [name: string]: Tensor }, x, { ...context, inputs: list });
      return isApplied(applied) ? applied : [applied, {}];
    },
    outputs: (inputs: readonly TensorSpec[]): readonly TensorSpec[] => outputSpecs(self, inputs),
  };
  const self: Layer = Object.assign((inputs: Symbolic | readonly Symbolic[]): Symbolic => symbolicCall(self, inputs), properties);
  return self;
}

const named = ({ name, trainable, inputShape }: LayerOptions): Config["options"] => ({
  ...(name !== undefined && { name }),
  ...(trainable !== undefined && { trainable }),
  ...(inputShape !== undefined && { inputShape: inputShape.map((dim) => (typeof dim === "number" ? dim : null)) }),
});

const isList = (inputs: Tensor | readonly Tensor[]): inputs is readonly Tensor[] => Array.isArray(inputs);
const isApplied = (value: Tensor | Applied): value is Applied => Array.isArray(value);

/** First values of a tree of weights; every weight draws from a key of its own. */
export function initialize(specs: WeightSpecs, key: Tensor): Weights {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec], i) => {
      const own = foldIn(key, i);
      return [name, isWeightSpec(spec) ? spec.initializer(own, spec.shape) : initialize(spec, own)];
    }),
  );
}

function checkInputs({ rank, joins, check }: LayerDefinition, inputs: readonly TensorSpec[], where: string): void {
  const received = inputs.map(printSpec).join(" and ");
  if (inputs.length === 0 || (inputs.length > 1 && joins !== true)) throw new Error(`${where}: expected ${joins === true ? "inputs" : "one input"}, received ${inputs.length === 0 ? "none" : received}.`);
  const axes = rank?.axes === undefined ? "" : ` ${rank.axes}`;
  for (const input of inputs) {
    const ndim = input.shape.length;
    const expected = rank?.exactly !== undefined && ndim !== rank.exactly ? `rank ${rank.exactly}` : rank?.atLeast !== undefined && ndim < rank.atLeast ? `rank ${rank.atLeast} or more` : undefined;
    if (expected !== undefined) throw new Error(`${where}: expected an input of ${expected}${axes}, received ${printSpec(input)}. Reshape it first, or set inputShape.`);
  }
  const problem = check?.(inputs);
  if (problem !== undefined) throw new Error(`${where}: ${problem}, received ${received}.`);
}

/** What comes out, found by applying the layer to placeholders. */
function outputSpecs(self: Layer, inputs: readonly TensorSpec[]): readonly TensorSpec[] {
  const specs = weightTensorSpecs(self.weights(inputs));
  const graph = trace(
    (weights: Weights, ...xs: Tensor[]) => {
      const [y, , more] = self.apply(weights, xs);
      return [y, ...(more?.outputs ?? [])];
    },
    [specs, ...inputs],
  );
  return graph.outputs.map((value) => graph.specs[value]).filter((spec) => spec !== undefined);
}

interface SpecTree {
  readonly [name: string]: TensorSpec | SpecTree;
}

/** The tree of tensor specs of a tree of weights. */
export const weightTensorSpecs = (specs: WeightSpecs): SpecTree =>
  Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, isWeightSpec(spec) ? { shape: spec.shape, dtype: "float32" as const } : weightTensorSpecs(spec)]));
