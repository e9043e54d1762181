import { flip, placeholder, scan, stack, where as select, zeros } from "@tidu/core-tensor";
import type { Tensor, TensorSpec } from "@tidu/core-tensor";
import type { CellStep } from "./cell.ts";

/** A step to run over time, and how. */
export interface Loop {
  /** From one time step `[batch, …]` and the states to the output and the next states. */
  readonly step: (x: Tensor, states: readonly Tensor[]) => CellStep;
  /** `[batch, time, …]` */
  readonly x: Tensor;
  readonly states: readonly Tensor[];
  /** Whether the states are zeros, as they are where none were given. */
  readonly fromZeros: boolean;
  /** Which steps count, bool[batch, time]: the others keep the states and repeat the output before. */
  readonly mask?: Tensor | undefined;
  /** From the last step to the first. */
  readonly reverse: boolean;
  /** Give zeros where the mask leaves steps out. */
  readonly zeroOutput: boolean;
  /** Write every step into the graph instead of a loop. */
  readonly unroll: boolean;
  /** Whether the outputs of all steps are wanted, or that of the last. */
  readonly sequences: boolean;
}

/** The output of a loop: of all steps `[batch, time, …]` (at the places of their inputs) or of the last one `[batch, …]`; and the last states. */
export type LoopResult = readonly [y: Tensor, states: readonly Tensor[]];

/**
 * Runs a step over time, time first inside. Where the mask leaves a step out, states stay and the output before it is repeated
 * (zeros before the first), as in Keras.
 */
export function loop({ step, x, states, fromZeros, mask, reverse, zeroOutput, unroll, sequences }: Loop): LoopResult {
  const rows = { x: timeFirst(x), ...(mask && { mask: maskRows(mask) }) };
  const { y: output, stateAt } = firstStep(step, rows.x.spec, states);
  const repeats = mask !== undefined && !zeroOutput;
  // Often the output is a state: then it need not be carried besides.
  const ownOutput = mask === undefined ? stateAt < 0 && !sequences : repeats ? stateAt < 0 || !fromZeros : !sequences;
  type Carry = { readonly states: readonly Tensor[]; readonly y: readonly Tensor[] };
  const body = (carry: Carry, row: { readonly x: Tensor; readonly mask?: Tensor }): readonly [Carry, readonly Tensor[]] => {
    const [made, next] = step(row.x, carry.states);
    const kept = next.map((state, i) => keep(row.mask, state, carry.states[i] ?? state));
    const y =
      row.mask === undefined
        ? made
        : ownOutput || zeroOutput
          ? keep(row.mask, made, repeats ? carry.y[0] : undefined)
          : (kept[stateAt] ?? made);
    return [{ states: kept, y: ownOutput ? [y] : [] }, sequences ? [y] : []];
  };
  const carry: Carry = { states, y: ownOutput ? [zeros(output.shape, output.dtype)] : [] };
  const [last, [all]] = unroll ? unrolled(body, carry, rows, reverse) : scan(body, carry, rows, { reverse, batched: true });
  const y = sequences ? all && timeFirst(all) : (last.y[0] ?? last.states[stateAt]);
  if (y === undefined) throw new Error("loop: the step has no output.");
  return [y, last.states];
}

/** `[batch, time, …]` to `[time, batch, …]`, and back. */
const timeFirst = (x: Tensor): Tensor => x.transpose(x.shape.map((_, axis) => (axis < 2 ? 1 - axis : axis)));

/** bool[time, batch] */
const maskRows = (mask: Tensor): Tensor => mask.transpose([1, 0]);

/** `made` where the step counts, else what was before it: zeros where nothing was. */
function keep(mask: Tensor | undefined, made: Tensor, before: Tensor | undefined): Tensor {
  if (mask === undefined) return made;
  const aligned = mask.reshape([...mask.shape, ...made.shape.slice(1).map(() => 1)]);
  return select(aligned, made, before ?? 0);
}

/** What a step gives, without its numbers, and which of the states its output is (-1: none). */
function firstStep(step: Loop["step"], rows: TensorSpec, states: readonly Tensor[]): { readonly y: TensorSpec; readonly stateAt: number } {
  const row = placeholder({ dtype: rows.dtype, shape: rows.shape.slice(1) }, "x");
  const [y, next] = step(
    row,
    states.map(({ spec }, i) => placeholder(spec, `state${i}`)),
  );
  return { y: y.spec, stateAt: next.indexOf(y) };
}

/** The same as a scan, step by step; the number of steps must be known. */
function unrolled<Carry, Row extends Readonly<Record<string, Tensor>>>(
  body: (carry: Carry, row: Row) => readonly [Carry, readonly Tensor[]],
  first: Carry,
  rows: Row,
  reverse: boolean,
): readonly [Carry, readonly Tensor[]] {
  const steps = Number(Object.values(rows)[0]?.shape[0]);
  let carry = first;
  const results: (readonly Tensor[])[] = [];
  for (let i = 0; i < steps; i++) {
    const at = reverse ? steps - 1 - i : i;
    const row = Object.fromEntries(Object.entries(rows).map(([name, x]) => [name, x.slice([at], [at + 1]).squeeze(0)])) as Row;
    const [next, ys] = body(carry, row);
    carry = next;
    results.push(ys);
  }
  const count = results[0]?.length ?? 0;
  const stacked = Array.from({ length: count }, (_, i) => stack(results.flatMap((ys) => ys[i] ?? [])));
  return [carry, reverse ? stacked.map((ys) => flip(ys, 0)) : stacked];
}
