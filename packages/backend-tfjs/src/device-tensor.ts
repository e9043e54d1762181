import { printSpec } from "@tidu/core-tensor";
import type { DeviceTensor, TypedArray } from "@tidu/core-tensor";
import { onDevice } from "./engine.ts";
import type { Engine } from "./engine.ts";
import { isOnHost } from "./plan.ts";
import type { Held, StaticSpec } from "./plan.ts";
import type { Reference } from "./references.ts";

/** Numbers of the tfjs backend: held by tfjs, or on the host for the dtypes that tfjs does not have. */
export class TfjsTensor implements DeviceTensor {
  readonly spec: StaticSpec;
  readonly engine: Engine;
  #numbers: Reference | TypedArray | undefined;

  /** Takes over one reference to `held`. */
  constructor(engine: Engine, spec: StaticSpec, held: Held) {
    this.engine = engine;
    this.spec = spec;
    this.#numbers = isOnHost(held) ? held : engine.references.open(this, held);
  }

  get disposed(): boolean {
    return this.#numbers === undefined;
  }

  /** What the tensor holds, as one more reference. */
  share(): Held {
    const numbers = this.#require();
    if (isOnHost(numbers)) return numbers;
    this.engine.keep(numbers.dataId);
    return numbers.dataId;
  }

  /** A copy of the numbers. */
  async data(): Promise<TypedArray> {
    const numbers = this.#require();
    const { shape, dtype } = this.spec;
    if (isOnHost(numbers) || !onDevice(dtype)) return (numbers as TypedArray).slice();
    return (await this.engine.read(numbers.dataId, shape, dtype)).slice(); // tfjs keeps what it read
  }

  dispose(): void {
    const numbers = this.#numbers;
    this.#numbers = undefined;
    if (numbers !== undefined && !isOnHost(numbers)) this.engine.references.close(numbers);
  }

  #require(): Reference | TypedArray {
    if (this.#numbers === undefined)
      throw new Error(`tfjs ${this.engine.name}: this tensor ${printSpec(this.spec)} was disposed or donated to a run.`);
    return this.#numbers;
  }
}
