import type { CallOptions, Shape, Tensor, TensorSpec } from "@tidu/core-tensor";
import { checkOptions, unserializable } from "../config.ts";
import type { Config, ConfigOptions } from "../config.ts";
import type { WeightValues } from "../define-layer.ts";
import { positiveInteger } from "../option-checks.ts";
import type { WeightSpecs, Weights } from "../weight.ts";

/** What surrounds the steps of a cell over one sequence. */
export interface CellContext {
  /** Whether this is a training step. */
  readonly training: boolean;
  /** The key of this sequence's randomness; there in training when the layer was given one. */
  readonly key: Tensor | undefined;
  /** The layer's name in errors. */
  readonly where: string;
}

/** What one step gives: the output `[batch, outputSize]`, and the next states. */
export type CellStep = readonly [y: Tensor, states: readonly Tensor[]];

/**
 * One step of a recurrent network, as a plain value: which weights it has, which states it carries from step to step, and the
 * equations. `rnn({ cell })` runs it over a sequence; {@link recurrentCell} makes one with typed weights and states.
 */
export interface Cell {
  /** The factory's name: `lstmCell`. */
  readonly kind: string;
  /** Factory and options, for files. */
  readonly config: Config;
  /** The size of each state `[batch, size]`. */
  readonly stateSize: readonly number[];
  /** The size of the output `[batch, size]`. */
  readonly outputSize: number;
  /** The shapes of states (and so of the output) that are more than `[batch, size]`, for one step's input `[batch, …]`. */
  readonly stateShapes?: ((x: TensorSpec) => readonly Shape[]) | undefined;
  /** What keeps one step's input from fitting, if anything. */
  readonly check?: ((x: TensorSpec) => string | undefined) | undefined;
  /** The engines' name for the loop over this cell, where they may know it; its output is its first state. */
  readonly composite?: CellComposite | undefined;
  /** The specs of the weights for one step's input `[batch, …]`. */
  weights(x: TensorSpec, where: string): WeightSpecs;
  /** Weights as the steps take them: computed once a sequence, outside the loop (other orders, masks of dropout). Default: as they are. */
  readonly prepare?: ((weights: Weights, x: TensorSpec, context: CellContext) => object) | undefined;
  /** The equations of one step, of the weights or what `prepare` made of them. */
  step(weights: object, x: Tensor, states: readonly Tensor[], context: CellContext): CellStep;
}

/** A loop that engines may know by name (ONNX LSTM, GRU, RNN). */
export interface CellComposite {
  readonly name: string;
  readonly options: CallOptions;
  /** Whether a step in training computes something else (dropout). */
  readonly differsInTraining: boolean;
}

/** One tensor for each state. */
export type StatesOf<S> = S extends readonly number[] ? { readonly [K in keyof S]: Tensor } : readonly [Tensor];

/** What the author of a cell writes. W: the weights by name, P: those that the steps take. */
export interface CellDefinition<W extends WeightSpecs, S extends number | readonly number[], P extends object = WeightValues<W>> {
  /** The options of your factory, defaults filled in: what a file needs to make the cell again. Default: models with it cannot be saved. */
  readonly config?: ConfigOptions | undefined;
  /** What the caller passed to your factory: options that `config` lacks are refused. Default: nothing is checked. */
  readonly options?: object | undefined;
  /** The size of the state, or of each of several. */
  readonly stateSize: S;
  /** Default: the size of the first state. */
  readonly outputSize?: number | undefined;
  /** The weights for one step's input `[batch, features]`. `where` names the layer in errors. */
  readonly weights: (x: TensorSpec, where: string) => W;
  /** What the steps take in place of the weights: computed once a sequence, outside the loop. Default: the weights. */
  readonly prepare?: ((weights: WeightValues<W>, x: TensorSpec, context: CellContext) => P) | undefined;
  /** One step: output and next states, of the shapes that entered. */
  readonly step: (weights: P, x: Tensor, states: StatesOf<S>, context: CellContext) => readonly [y: Tensor, states: StatesOf<S>];
}

/**
 * Makes a cell of its equations, for `rnn` (Keras: a cell class of one's own).
 *
 * To save a model that uses it, give it a `config` with the options of your factory, and pass the factory again when the model is
 * loaded: `{ cells: { minimalGatedCell } }`.
 *
 * @param kind the factory's name
 * @throws when a size is not an integer of at least 1, or an option is given that the config lacks
 *
 * @example
 * // A minimal gated unit (Zhou et al. 2016), without biases
 * const minimalGatedCell = ({ units }: { units: number }) =>
 *   recurrentCell("minimalGatedCell", {
 *     config: { units },
 *     stateSize: units,
 *     weights: (x) => ({
 *       forget: weight([Number(x.shape.at(-1)) + units, units], initializers.glorotUniform()),
 *       candidate: weight([Number(x.shape.at(-1)) + units, units], initializers.glorotUniform()),
 *     }),
 *     step: ({ forget, candidate }, x, [h]) => {
 *       const f = concat([x, h], 1).matmul(forget).sigmoid();
 *       const next = concat([x, f.mul(h)], 1).matmul(candidate).tanh();
 *       const y = h.add(f.mul(next.sub(h)));
 *       return [y, [y]];
 *     },
 *   });
 * const layer = rnn({ cell: minimalGatedCell({ units: 8 }), returnSequences: true });
 */
export function recurrentCell<W extends WeightSpecs, const S extends number | readonly number[], P extends object = WeightValues<W>>(
  kind: string,
  definition: CellDefinition<W, S, P> & Pick<Cell, "check" | "composite" | "stateShapes">,
): Cell {
  const { config, options, prepare, step, composite, check, stateShapes } = definition;
  if (options !== undefined) checkOptions(kind, options, Object.keys(config ?? {}));
  const stateSize = sizesOf(definition.stateSize).map((size, i) => positiveInteger(kind, `stateSize ${i}`, size));
  const [first = 1] = stateSize;
  return {
    kind,
    config:
      config === undefined ? unserializable(`the cell ${kind} has no config; give it one in recurrentCell`) : { kind, options: config },
    stateSize,
    outputSize: positiveInteger(kind, "outputSize", definition.outputSize ?? first),
    composite,
    check,
    stateShapes,
    weights: definition.weights,
    prepare: prepare && ((weights, x, context) => prepare(weights as WeightValues<W>, x, context)),
    step: (weights, x, states, context) => step(weights as P, x, states as StatesOf<S>, context),
  };
}

const sizesOf = (size: number | readonly number[]): readonly number[] => (typeof size === "number" ? [size] : size);
