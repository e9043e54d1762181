import { compositeOf, printSpec, sameDim, Tensor } from "@tidu/core-tensor";
import type { TensorSpec } from "@tidu/core-tensor";
import type { Weights } from "../weight.ts";
import type { Cell, CellContext, CellStep } from "./cell.ts";
import { loop } from "./loop.ts";
import type { Loop, LoopResult } from "./loop.ts";
import { stepSpec } from "./sequence-input.ts";
import type { Sequence } from "./sequence-options.ts";

/** A sequence, where it begins, and how to run over it. */
export interface Run extends Pick<Loop, "x" | "states" | "fromZeros" | "mask"> {
  readonly sequence: Sequence;
}

/**
 * The cell over the sequence: as a composite that engines may know (ONNX LSTM …), where nothing is masked or dropped. Its arguments
 * are `[x [batch, time, features], initial states…, weights…]`, its results `[outputs [batch, time, units], last states…]`, with the
 * outputs at the places of their inputs also when it goes backwards.
 */
export function runCell(cell: Cell, weights: Weights, { x, states, fromZeros, mask, sequence }: Run, context: CellContext): LoopResult {
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

/** The tensor among weights, if it is one. */
export const tensorsOf = (value: Tensor | Weights | undefined): readonly Tensor[] => (value instanceof Tensor ? [value] : []);
