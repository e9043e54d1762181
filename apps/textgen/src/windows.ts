import { draws } from "@tidu/app-kit";
import type { TensorData } from "tidu";

/** Pieces of a text, and the same one character later: what comes next, at every place. */
export interface Windows {
  /** int32 [pieces, length] */
  readonly x: TensorData<"int32">;
  readonly y: TensorData<"int32">;
}

/** Pieces at random places, without end. */
export function* randomWindows(ids: Int32Array, { batchSize, length, seed }: RandomWindowOptions): Generator<Windows> {
  checkLength(ids, length);
  const { below } = draws(seed);
  for (;;) {
    yield windowsAt(
      ids,
      Array.from({ length: batchSize }, () => below(ids.length - length)),
      length,
    );
  }
}

export interface RandomWindowOptions {
  readonly batchSize: number;
  readonly length: number;
  readonly seed: number;
}

/** The whole text in pieces, one behind the other; what is left over at the end is not measured. */
export function allWindows(ids: Int32Array, length: number): Windows {
  checkLength(ids, length);
  const count = Math.floor((ids.length - 1) / length);
  return windowsAt(
    ids,
    Array.from({ length: count }, (_, i) => i * length),
    length,
  );
}

function windowsAt(ids: Int32Array, places: readonly number[], length: number): Windows {
  const rows = (later: number): TensorData<"int32"> => {
    const data = new Int32Array(places.length * length);
    places.forEach((place, row) => data.set(ids.subarray(place + later, place + later + length), row * length));
    return { dtype: "int32", shape: [places.length, length], data };
  };
  return { x: rows(0), y: rows(1) };
}

function checkLength(ids: Int32Array, length: number): void {
  if (ids.length <= length)
    throw new Error(`the text has ${ids.length} characters; pieces of ${length} need more. Give a longer one, or a smaller --context.`);
}
