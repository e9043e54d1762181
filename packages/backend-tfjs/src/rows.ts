import { emptyArray, sizeOfShape } from "@tidu/core-tensor";
import type { TypedArray } from "@tidu/core-tensor";
import { onDevice } from "./engine.ts";
import type { Engine } from "./engine.ts";
import { isOnHost } from "./plan.ts";
import type { Held, Value } from "./plan.ts";

/** One row of the first axis; on cpu and on the host without a copy. */
export function rowOf(held: Held, x: Value, row: number, engine: Engine): Held {
  const { shape, dtype } = x;
  const size = sizeOfShape(shape.slice(1));
  const cut = (numbers: TypedArray): TypedArray => numbers.subarray(row * size, (row + 1) * size);
  if (!onDevice(dtype) || isOnHost(held)) return cut(held as TypedArray);
  if (engine.kind === "gpu") {
    const begin = shape.map((_, axis) => (axis === 0 ? row : 0));
    return engine.run("Slice", { x: { dataId: held, shape: [...shape], dtype } }, { begin, size: [1, ...shape.slice(1)] }).dataId;
  }
  const numbers = engine.read(held, shape, dtype);
  return numbers instanceof Promise ? held : engine.upload(cut(numbers), shape.slice(1), dtype);
}

/** Rows as one value; takes them over. */
export function stackRows(rows: readonly Held[], y: Value, engine: Engine): Held {
  const { shape, dtype } = y;
  const size = sizeOfShape(shape.slice(1));
  const [only, second] = rows;
  if (only !== undefined && second === undefined) return only;
  if (engine.kind === "gpu" && onDevice(dtype) && sizeOfShape(shape) > 0) {
    const infos = Object.fromEntries(rows.map((row, i) => [i, { dataId: row, shape: [1, ...shape.slice(1)], dtype }]));
    const stacked = engine.run("Concat", Object.assign([], infos), { axis: 0 }).dataId;
    releaseAll(rows, engine);
    return stacked;
  }
  const numbers = emptyArray(dtype, sizeOfShape(shape));
  rows.forEach((row, i) => {
    const values = onDevice(dtype) && !isOnHost(row) ? engine.read(row, shape.slice(1), dtype) : row;
    if (!(values instanceof Promise)) numbers.set(values as never, i * size);
  });
  releaseAll(rows, engine);
  return onDevice(dtype) ? engine.upload(numbers, shape, dtype) : numbers;
}

export function releaseAll(list: readonly (Held | undefined)[], engine: Engine): void {
  for (const held of list) if (held !== undefined && !isOnHost(held)) engine.release(held);
}
