import { Tensor, tensorData } from "@tidu/core-tensor";
import type { ArrayLike, TensorData } from "@tidu/core-tensor";

export interface ClassIds {
  /** One per row. */
  readonly ids: Int32Array;
  /** The number of columns where there are several, else one more than the largest id. */
  readonly numClasses: number;
}

/**
 * Class ids of what people hold: ids `[rows]` or `[rows, 1]`; rows of numbers per class `[rows, classes]` (one-hot, probabilities,
 * logits), of which the largest counts; probabilities `[rows, 1]` that are no integers, of which those above 1/2 are class 1.
 *
 * @throws when the rank does not fit, or an id is no integer from 0
 */
export function classIds(where: string, values: ArrayLike | Tensor): ClassIds {
  const { data, shape } = values instanceof Tensor ? knownNumbers(where, values) : tensorData(values);
  const [rows = 0, columns = 1] = shape;
  if (shape.length === 0 || shape.length > 2)
    throw new Error(`${where}: expected class ids [rows] or rows [rows, classes], received shape [${shape.join(", ")}].`);
  const numbers = Array.from(data, Number);
  if (columns > 1)
    return { ids: Int32Array.from({ length: rows }, (_, row) => largest(numbers, row * columns, columns)), numClasses: columns };
  const isChance = numbers.every((value) => value >= 0 && value <= 1) && numbers.some((value) => !Number.isInteger(value));
  const ids = isChance ? numbers.map((value) => (value > 0.5 ? 1 : 0)) : numbers;
  const bad = ids.findIndex((id) => !Number.isInteger(id) || id < 0);
  if (bad >= 0) throw new RangeError(`${where}: expected class ids, integers from 0; received ${ids[bad]} in row ${bad}.`);
  return { ids: Int32Array.from(ids), numClasses: isChance ? 2 : ids.reduce((most, id) => Math.max(most, id + 1), 0) };
}

/** What a tensor that was computed already holds, such as what `predict` returns. */
export function knownNumbers(where: string, { source }: Tensor): TensorData {
  if (source.kind === "data") return source.data;
  throw new Error(`${where}: the tensor is not computed yet. Pass \`await x.value()\`.`);
}

/** The position of the first largest of `count` numbers. */
function largest(numbers: readonly number[], start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if ((numbers[start + i] ?? 0) > (numbers[start + best] ?? 0)) best = i;
  return best;
}
