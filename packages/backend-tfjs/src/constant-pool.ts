import type { TensorData } from "@tidu/core-tensor";
import { onDevice } from "./engine.ts";
import type { Engine } from "./engine.ts";
import type { Held } from "./plan.ts";
import type { Reference } from "./references.ts";

/** The constants of an executable's plans, given to the engine once each. */
export class ConstantPool {
  readonly #engine: Engine;
  readonly #owner: object;
  readonly #entries = new Map<TensorData, { readonly reference: Reference; users: number }>();

  /** The constants live as long as `owner`, unless dropped before. */
  constructor(engine: Engine, owner: object) {
    this.#engine = engine;
    this.#owner = owner;
  }

  hold(data: TensorData): Held {
    if (!onDevice(data.dtype)) return data.data;
    let entry = this.#entries.get(data);
    if (entry === undefined) {
      const reference = this.#engine.references.open(this.#owner, this.#engine.upload(data.data, data.shape, data.dtype));
      this.#entries.set(data, (entry = { reference, users: 0 }));
    }
    entry.users++;
    return entry.reference.dataId;
  }

  /** One user less; the last one frees the numbers. */
  drop(data: TensorData): void {
    const entry = this.#entries.get(data);
    if (entry === undefined || --entry.users > 0) return;
    this.#entries.delete(data);
    this.#engine.references.close(entry.reference);
  }

  clear(): void {
    for (const { reference } of this.#entries.values()) this.#engine.references.close(reference);
    this.#entries.clear();
  }
}
