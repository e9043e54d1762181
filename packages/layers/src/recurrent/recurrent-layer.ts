import { compositeOf, differentDim, flip, isStatic, printShape, printSpec, sameDim, Tensor, zeros } from "@tidu/core-tensor";
import type { Shape, TensorSpec } from "@tidu/core-tensor";
import { wrongRank } from "../check-inputs.ts";
import type { InputRules, Inputs } from "../check-inputs.ts";
import type { ConfigOptions } from "../config.ts";
import { layer } from "../define-layer.ts";
import { zeros as zerosInitializer } from "../initializers/constant.ts";
import type { Applied, Layer, LayerOptions } from "../layer.ts";
import { weight } from "../weight.ts";
import type { WeightSpecs, Weights } from "../weight.ts";
import type { Cell, CellContext, CellStep } from "./cell.ts";
import { loop } from "./loop.ts";
import type { Loop, LoopResult } from "./loop.ts";

/** How a recurrent layer runs over a sequence, and what it returns. */
export interface SequenceOptions {
  /** Return the outputs of all steps `[batch, time, units]`, not only the last `[batch, units]`. Default: false. */
  readonly returnSequences?: boolean | undefined;
  /** Return the last states too: further outputs (`outputsOf`). Default: false. */
  readonly returnState?: boolean | undefined;
  /** From the last step to the first; sequences come out in that order. A mask that they carry on stays as it was, as in Keras. Default: false. */
  readonly goBackwards?: boolean | undefined;
  /** Start each batch with the last states of the batch before, row by row; the batch size must be fixed. Default: false. */
  readonly stateful?: boolean | undefined;
  /** Write every step into the graph instead of a loop; for short sequences of known length. Default: false. */
  readonly unroll?: boolean | undefined;
  /** Give zeros where the mask leaves steps out, instead of the output before them. Default: false. */
  readonly zeroOutputForMask?: boolean | undefined;
}

/** A layer that runs over a sequence, forwards or backwards. */
export interface RecurrentLayer extends Layer {
  readonly sequence: Sequence;
  /** The same layer with other options; it shares no weights with this one. */
  changed(options: Pick<SequenceOptions, "goBackwards" | "zeroOutputForMask">): RecurrentLayer;
}

/** {@link SequenceOptions} with the defaults filled in. */
export type Sequence = { readonly [K in keyof SequenceOptions]-?: boolean };

/** The names and defaults of {@link SequenceOptions}. */
export const sequenceOptions = ({
  returnSequences = false,
  returnState = false,
  goBackwards = false,
  stateful = false,
  unroll = false,
  zeroOutputForMask = false,
}: SequenceOptions): Sequence => ({
  returnSequences,
  returnState,
  goBackwards,
  stateful,
  unroll,
  zeroOutputForMask,
});

/** Runs a cell over sequences. Inputs: `[batch, time, …]`, then any initial states `[batch, size]`. */
export function recurrentLayer(
  kind: string,
  cell: Cell,
  options: SequenceOptions & LayerOptions,
  config: ConfigOptions,
  rank: NonNullable<InputRules["rank"]> = { exactly: 3, axes: "[batch, time, features]" },
): RecurrentLayer {
  const name = options.name ?? kind;
  const sequence = sequenceOptions(options);
  const { returnSequences, returnState, goBackwards, stateful } = sequence;
  const made = layer(kind, {
    options,
    config: { ...config, ...sequence },
    joins: true,
    stepping: goBackwards ? "whole" : "cache",
    check: (inputs) => inputProblem(inputs, cell, sequence, rank),
    weights: ([x], where): WeightSpecs => ({
      ...cell.weights(stepSpec(x), where),
      ...(stateful && Object.fromEntries(stateShapes(cell, x).map((shape, i) => [`state${i}`, stateWeight(shape)]))),
    }),
    apply: (weights: Weights, x, { inputs, mask, training = false, key, stepping }): Applied => {
      checkMask(mask, x.spec, name);
      const given = inputs.slice(1);
      const kept = stateful ? cell.stateSize.flatMap((_, i) => tensorsOf(weights[`state${i}`])) : [];
      const before = cell.stateSize.flatMap((_, i) => tensorsOf(stepping?.cache?.[`state${i}`])); // of the positions before these
      const states = [before, given, kept].find(({ length }) => length > 0) ?? stateShapes(cell, x.spec).map((shape) => zeros(shape));
      const context: CellContext = { training, key, where: name };
      const run = { x, states, fromZeros: before.length + given.length + kept.length === 0, mask, sequence };
      const [y, last] = runCell(cell, weights, run, context);
      const output = returnSequences && goBackwards ? flip(y, 1) : y;
      const named = Object.fromEntries(last.map((state, i) => [`state${i}`, state]));
      const more = { outputs: returnState ? last : [], mask: returnSequences ? mask : undefined };
      return [output, stateful ? named : {}, { ...more, ...(stepping && { cache: named }) }];
    },
  });
  return Object.assign(made, {
    sequence,
    changed: (changes: SequenceOptions): RecurrentLayer => recurrentLayer(kind, cell, { ...options, ...changes }, config, rank),
  });
}

interface Run extends Pick<Loop, "x" | "states" | "fromZeros" | "mask"> {
  readonly sequence: Sequence;
}

/**
 * The cell over the sequence: as a composite that engines may know (ONNX LSTM …), where nothing is masked or dropped. Its arguments
 * are `[x [batch, time, features], initial states…, weights…]`, its results `[outputs [batch, time, units], last states…]`, with the
 * outputs at the places of their inputs also when it goes backwards.
 */
function runCell(cell: Cell, weights: Weights, { x, states, fromZeros, mask, sequence }: Run, context: CellContext): LoopResult {
  const { returnSequences, goBackwards, unroll, zeroOutputForMask } = sequence;
  const over = (x: Tensor, states: readonly Tensor[], weights: Weights, sequences: boolean): LoopResult => {
    const prepared = cell.prepare?.(weights, stepSpec(x.spec), context) ?? weights;
    const step: Loop["step"] = (row, states) => checkedStep(cell, prepared, row, states, context);
    return loop({ step, x, states, fromZeros, mask, reverse: goBackwards, zeroOutput: zeroOutputForMask, unroll, sequences });
  };
  const { composite } = cell;
  if (composite === undefined || mask !== undefined || unroll || (context.training && composite.differsInTraining))
    return over(x, states, weights, returnSequences);

  const names = Object.keys(cell.weights(stepSpec(x.spec), context.where));
  const [all, ...last] = compositeOf(
    {
      name: composite.name,
      options: { ...composite.options, goBackwards },
      body: (x, ...others) => {
        if (x === undefined) return [];
        const values = others.slice(states.length);
        const [y, last] = over(
          x,
          others.slice(0, states.length),
          Object.fromEntries(names.flatMap((name, i) => (values[i] ? [[name, values[i]]] : []))),
          true,
        );
        return [y, ...last];
      },
    },
    x,
    ...states,
    ...names.flatMap((name) => tensorsOf(weights[name])),
  );
  const y = returnSequences ? all : last[0];
  if (y === undefined) throw new Error(`${context.where}: the cell has no output.`);
  return [y, last];
}

/**
 * What a step gives, if it is what the cell declares.
 *
 * @throws when the number or shape of states, or the size of the output, is another, or the equations do not fit
 */
function checkedStep(cell: Cell, weights: object, x: Tensor, states: readonly Tensor[], context: CellContext): CellStep {
  const { where } = context;
  const [y, next] = stepOrReason(cell, weights, x, states, context);
  const wrong = states.findIndex(({ spec }, i) => next[i] === undefined || !fits(spec, next[i].spec));
  if (wrong >= 0 || next.length !== states.length) {
    const expected = states.map(({ spec }) => printSpec(spec)).join(" and ");
    const found = next.length === 0 ? "none" : next.map(({ spec }) => printSpec(spec)).join(" and ");
    throw new Error(`${where}: a step of the cell ${cell.kind} must return states ${expected} as its stateSize says, received ${found}.`);
  }
  if (cell.stateShapes === undefined && !sameDim(y.shape.at(-1) ?? 0, cell.outputSize))
    throw new Error(
      `${where}: a step of the cell ${cell.kind} must return an output of size ${cell.outputSize} as its outputSize says, received ${printSpec(y.spec)}. Set outputSize.`,
    );
  return [y, next];
}

function stepOrReason(cell: Cell, weights: object, x: Tensor, states: readonly Tensor[], context: CellContext): CellStep {
  try {
    return cell.step(weights, x, states, context);
  } catch (error) {
    const given = `the input ${printSpec(x.spec)} and states ${states.map(({ spec }) => printSpec(spec)).join(" and ")}`;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${context.where}: a step of the cell ${cell.kind} fails for ${given}: ${reason}`, { cause: error });
  }
}

const fits = (a: TensorSpec, b: TensorSpec): boolean =>
  a.dtype === b.dtype && a.shape.length === b.shape.length && a.shape.every((dim, axis) => sameDim(dim, b.shape[axis] ?? 0));

/** One time step of a sequence. */
const stepSpec = ({ shape, dtype }: TensorSpec): TensorSpec => ({ dtype, shape: [...shape.slice(0, 1), ...shape.slice(2)] });

/** The shapes of the states over a sequence. */
const stateShapes = (cell: Cell, x: TensorSpec): readonly Shape[] =>
  cell.stateShapes?.(stepSpec(x)) ?? cell.stateSize.map((size) => [x.shape[0] ?? 1, size]);

/** A state that is kept from batch to batch; it starts with zeros. */
const stateWeight = (shape: Shape): ReturnType<typeof weight> => weight(shape.map(Number), zerosInitializer(), { trainable: false, state: true });

const tensorsOf = (value: Tensor | Weights | undefined): readonly Tensor[] => (value instanceof Tensor ? [value] : []);

/** What is wrong with a sequence and initial states, or undefined. */
function inputProblem(
  [x, ...states]: Inputs<TensorSpec>,
  cell: Cell,
  { stateful, unroll }: Sequence,
  rank: NonNullable<InputRules["rank"]>,
): string | undefined {
  const expected = wrongRank(rank, x);
  if (expected !== undefined) return `expected a sequence of ${expected}`;
  const [batch = 1, time = 1] = x.shape;
  if (stateful && typeof batch !== "number")
    return "is stateful, so it keeps states for every row of a batch: expected a fixed batch size, such as input({ shape, batchSize: 32 })";
  if (unroll && typeof time !== "number") return "unrolls its steps: expected a known number of them";
  const problem = cell.check?.(stepSpec(x));
  if (problem !== undefined) return problem;
  const shapes = stateShapes(cell, x);
  if (stateful && !shapes.every(isStatic)) return "is stateful: expected known sizes, on which those of its states depend";
  const sizes = shapes.map(printShape);
  if (states.length > 0 && states.length !== sizes.length)
    return `expected a sequence and ${sizes.length} initial states ${sizes.join(" and ")}, or none`;
  const wrong = states.findIndex(({ shape, dtype }, i) => dtype !== "float32" || !alike(shape, shapes[i] ?? []));
  return wrong < 0 ? undefined : `expected initial state ${wrong} to be float32${sizes[wrong] ?? ""}`;
}

/** Whether shapes may be the same, as far as their sizes are known. */
const alike = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((dim, axis) => !differentDim(dim, b[axis] ?? 0));

/** @throws when the mask is not bool[batch, time] */
function checkMask(mask: Tensor | undefined, x: TensorSpec, where: string): void {
  if (mask === undefined) return;
  const [batch = 1, time = 1] = x.shape;
  if (mask.dtype !== "bool" || mask.ndim !== 2 || differentDim(mask.shape[0] ?? 0, batch) || differentDim(mask.shape[1] ?? 0, time))
    throw new Error(
      `${where}: expected a mask bool${printShape([batch, time])} for the input ${printSpec(x)}, received ${printSpec(mask.spec)}.`,
    );
}
