import { differentDim, isStatic, printShape, printSpec } from "@tidu/core-tensor";
import type { Shape, Tensor, TensorSpec } from "@tidu/core-tensor";
import { wrongRank } from "../check-inputs.ts";
import type { InputRules, Inputs } from "../check-inputs.ts";
import type { Cell } from "./cell.ts";
import type { Sequence } from "./sequence-options.ts";

/** One time step of a sequence. */
export const stepSpec = ({ shape, dtype }: TensorSpec): TensorSpec => ({ dtype, shape: [...shape.slice(0, 1), ...shape.slice(2)] });

/** The shapes of the states over a sequence. */
export const stateShapes = (cell: Cell, x: TensorSpec): readonly Shape[] =>
  cell.stateShapes?.(stepSpec(x)) ?? cell.stateSize.map((size) => [x.shape[0] ?? 1, size]);

/** What is wrong with a sequence and initial states, or undefined. */
export function inputProblem(
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
export function checkMask(mask: Tensor | undefined, x: TensorSpec, where: string): void {
  if (mask === undefined) return;
  const [batch = 1, time = 1] = x.shape;
  if (mask.dtype !== "bool" || mask.ndim !== 2 || differentDim(mask.shape[0] ?? 0, batch) || differentDim(mask.shape[1] ?? 0, time))
    throw new Error(
      `${where}: expected a mask bool${printShape([batch, time])} for the input ${printSpec(x)}, received ${printSpec(mask.spec)}.`,
    );
}
