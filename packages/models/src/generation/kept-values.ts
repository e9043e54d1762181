import { emptyArray, sizeOfShape } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { copyInto, selectRows } from "../data/select-rows.ts";
import type { KeptSpec } from "./step-graphs.ts";

/**
 * What is kept from step to step, on the host: a step gives one row of it, which costs nothing to write here, while an engine would copy
 * all of it. Engines read it in place.
 */
export class KeptValues {
  readonly #specs: ReadonlyMap<string, KeptSpec>;
  readonly #values = new Map<string, TensorData>();

  constructor(specs: readonly KeptSpec[]) {
    this.#specs = new Map(specs.map((spec) => [spec.name, spec]));
  }

  /** @throws when it was never given */
  get(name: string): TensorData {
    const value = this.#values.get(name);
    if (value === undefined) throw new Error(`generator: nothing is known of ${name} yet.`);
    return value;
  }

  /** Takes what a step made: rows join those before, anything else takes the place of what was there. */
  put(name: string, made: TensorData, position: number): void {
    const kept = this.#specs.get(name);
    if (kept?.axis === undefined) {
      this.#values.set(name, made);
      return;
    }
    const { axis, spec } = kept;
    const shape = made.shape.map((size, i) => (i === axis ? Number(spec.shape[axis]) : size));
    let held = this.#values.get(name);
    if (held === undefined) {
      held = { dtype: made.dtype, shape, data: emptyArray(made.dtype, sizeOfShape(shape)) };
      this.#values.set(name, held);
    }
    writeRows(held, made, axis, position);
  }

  /** The same for other rows of the batch: each takes what the row at its index kept. */
  select(rows: readonly number[]): void {
    for (const [name, value] of this.#values) this.#values.set(name, selectRows(value, rows));
  }
}

/** Writes all of `from` along an axis of `to`, from a position on. */
function writeRows(to: TensorData, from: TensorData, axis: number, position: number): void {
  const inner = sizeOfShape(to.shape.slice(axis + 1));
  const [room = 0, rows = 0] = [to.shape[axis], from.shape[axis]];
  const outer = sizeOfShape(to.shape.slice(0, axis));
  for (let i = 0; i < outer; i++)
    copyInto(to.data, from.data.subarray(i * rows * inner, (i + 1) * rows * inner), (i * room + position) * inner);
}
