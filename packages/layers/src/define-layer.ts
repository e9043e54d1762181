import { printDim, size, toSpec, trace } from "@tidu/core-tensor";
import type { Shape, Tensor, TensorSpec } from "@tidu/core-tensor";
import { checkInputs, isFilled } from "./check-inputs.ts";
import type { InputRules, Inputs } from "./check-inputs.ts";
import { configOf } from "./config.ts";
import type { ConfigOptions } from "./config.ts";
import type { Applied, ApplyContext, Layer, LayerOptions, Symbolic } from "./layer.ts";
import type { Regularizer } from "./regularizers/regularizer.ts";
import { toRegularizer } from "./regularizers/to-regularizer.ts";
import { symbolicCall } from "./symbolic.ts";
import { checkWeights, frozen, initialize, weightTensorSpecs } from "./weight.ts";
import type { WeightSpec, WeightSpecs, Weights } from "./weight.ts";

/** What the author of a layer writes. W: the weights by name. */
export interface LayerDefinition<W extends WeightSpecs = Readonly<Record<never, never>>> extends InputRules {
  readonly options: LayerOptions;
  /** All options of the factory beyond {@link LayerOptions}, defaults filled in: what a file needs to make the layer again. */
  readonly config: ConfigOptions;
  /**
   * What becomes of the mask of the input. `"passes"`: it is that of the output too, unless `apply` gives another (Keras
   * `supports_masking`). Default: the output has none, unless `apply` gives one.
   */
  readonly masking?: "passes" | undefined;
  /** What {@link Layer.idCount} says. */
  readonly idCount?: number | undefined;
  /** What {@link Layer.longestSequence} says. */
  readonly longestSequence?: number | undefined;
  /** What {@link Layer.stepping} says. Default: `"alone"` where masks pass. */
  readonly stepping?: "alone" | "cache" | "whole" | undefined;
  /** The weights for these inputs; none by default. `where` names the layer in errors. */
  readonly weights?: (inputs: Inputs<TensorSpec>, where: string) => W;
  /** One application: the output, or the output with updates. `x` is the first (for most layers the only) input. */
  readonly apply: (weights: WeightValues<W>, x: Tensor, context: ApplyContext & { readonly inputs: Inputs<Tensor> }) => Tensor | Applied;
}

/** The values of declared weights: a tensor for each. */
export type WeightValues<W> = {
  readonly [K in keyof W]: W[K] extends WeightSpec | undefined ? Tensor | Extract<W[K], undefined> : Weights;
};

/**
 * Makes a layer of its definition: adds the checks, the first values and the call on symbolic values.
 *
 * @param kind the factory's name
 * @throws when an option is given that the definition's config does not have
 */
export function layer<W extends WeightSpecs = Readonly<Record<never, never>>>(kind: string, definition: LayerDefinition<W>): Layer {
  const { options } = definition;
  const name = options.name ?? kind;
  const trainable = options.trainable ?? true;
  const stepping = definition.stepping ?? (definition.masking === "passes" ? "alone" : "whole");
  const inputShape = options.inputShape && toSpec({ shape: options.inputShape }).shape;
  const activityRegularizer = toRegularizer(options.activityRegularizer, `${name}: activityRegularizer`);

  const specsFor = (inputs: readonly TensorSpec[], where = name): WeightSpecs => {
    const specs = definition.weights?.(checkInputs(definition, inputs, where), where) ?? {};
    return trainable ? specs : frozen(specs);
  };
  const apply = (weights: Weights, inputs: Tensor | readonly Tensor[], context: ApplyContext = {}): Applied => {
    const list: readonly Tensor[] = isList(inputs) ? inputs : [inputs];
    const received = checkInputs(
      definition,
      list.map(({ spec }) => spec),
      name,
    );
    if (!isFilled(list)) throw new Error(`${name}: expected an input.`);
    checkWeights(specsFor(received), weights, name, received);
    const masks = context.masks ?? [context.mask];
    const result = definition.apply(weights as WeightValues<W>, list[0], { ...context, mask: masks[0], masks, inputs: list });
    const applied = withMask(isApplied(result) ? result : [result, {}], definition.masking === "passes" ? masks[0] : undefined);
    return activityRegularizer === undefined ? applied : withActivityLoss(applied, activityRegularizer);
  };
  const self: Layer = Object.assign((inputs: Symbolic | readonly Symbolic[]): Symbolic => symbolicCall(self, inputs), {
    kind,
    layerName: options.name,
    config: configOf(kind, options, { ...baseConfig(options, inputShape, activityRegularizer), ...definition.config }, baseOptions),
    inputShape,
    trainable,
    idCount: definition.idCount,
    longestSequence: definition.longestSequence,
    stepping: stepping === "whole" ? undefined : stepping,
    weights: specsFor,
    init: (key: Tensor, inputs: readonly TensorSpec[]): Weights => initialize(specsFor(inputs), key),
    apply,
    outputs: (inputs: readonly TensorSpec[]): readonly TensorSpec[] => {
      const received = checkInputs(definition, inputs, name);
      return outputSpecs(self, received);
    },
  });
  return self;
}

const baseOptions: readonly (keyof LayerOptions)[] = ["name", "trainable", "inputShape", "activityRegularizer"];

const baseConfig = (
  { name, trainable }: LayerOptions,
  inputShape: Shape | undefined,
  activityRegularizer: Regularizer | undefined,
): ConfigOptions => ({
  name,
  trainable,
  inputShape: inputShape && shapeConfig(inputShape),
  activityRegularizer: activityRegularizer?.config,
});

/** A shape as a file holds it: free sizes by their names. */
export const shapeConfig = (shape: Shape): readonly (number | string)[] =>
  shape.map((dim) => (typeof dim === "number" ? dim : printDim(dim)));

/** The mask of the input, where the layer gave no other. */
const withMask = ([y, updates, more = {}]: Applied, mask: Tensor | undefined): Applied =>
  mask === undefined || "mask" in more ? [y, updates, more] : [y, updates, { ...more, mask }];

/** Keras divides the penalty by the batch size, so that its weight does not depend on it. */
function withActivityLoss([y, updates, more = {}]: Applied, regularizer: Regularizer): Applied {
  const penalty = regularizer(y).div(size(y, 0, "float32"));
  return [y, updates, { ...more, loss: more.loss === undefined ? penalty : more.loss.add(penalty) }];
}

const isList = (inputs: Tensor | readonly Tensor[]): inputs is readonly Tensor[] => Array.isArray(inputs);
const isApplied = (value: Tensor | Applied): value is Applied => Array.isArray(value);

/** What comes out, found by applying the layer to placeholders. */
function outputSpecs(self: Layer, inputs: readonly TensorSpec[]): readonly TensorSpec[] {
  const graph = trace(
    (weights: Weights, ...xs: Tensor[]) => {
      const [y, , more] = self.apply(weights, xs);
      return [y, ...(more?.outputs ?? [])];
    },
    [weightTensorSpecs(self.weights(inputs)), ...inputs],
  );
  return graph.outputs.map((value) => graph.specs[value]).filter((spec) => spec !== undefined);
}
