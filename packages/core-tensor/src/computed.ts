import { collect } from "./collect.ts";
import type { DType, TypedArray } from "./dtype.ts";
import { evaluate } from "./evaluate/index.ts";
import type { Lazy, Source } from "./lazy.ts";
import { isStatic, printShape } from "./shape/shape.ts";
import type { Shape } from "./shape/shape.ts";
import { printSpec } from "./spec.ts";
import type { TensorSpec } from "./spec.ts";
import { tensorData, toNested } from "./tensor-data.ts";
import type { Nested, TensorData } from "./tensor-data.ts";

/** A value that is computed when it is asked for, once: what every {@link Tensor} is. */
export class Computed implements Lazy {
  readonly spec: TensorSpec;
  #source: Source;

  constructor(spec: TensorSpec, source: Source) {
    this.spec = spec;
    this.#source = source;
  }

  /** Where the value comes from. */
  get source(): Source {
    return this.#source;
  }
  /** Sizes of the axes. */
  get shape(): Shape {
    return this.spec.shape;
  }
  /** The type of the elements. */
  get dtype(): DType {
    return this.spec.dtype;
  }
  /** The number of axes. */
  get ndim(): number {
    return this.spec.shape.length;
  }

  /**
   * The numbers with their shape, computed with the reference interpreter when they are not known yet.
   *
   * @throws when the tensor stands for an argument of a function that is being traced
   */
  async value(): Promise<TensorData> {
    if (this.#source.kind !== "node") return read(this);
    const { graph, captures } = collect([this], []);
    const inputs = await Promise.all(captures.map(read));
    const [result] = evaluate(graph, inputs);
    if (result === undefined) throw new Error("value: the graph has no output.");
    this.#source = { kind: "data", data: result };
    return result;
  }

  /** The numbers, row-major; {@link Computed.value} without the shape. The array is the tensor's own: do not change it. */
  async data(): Promise<TypedArray> {
    return (await this.value()).data;
  }

  /** The numbers as nested JavaScript arrays (a plain number for a scalar, booleans for bool). */
  async array(): Promise<Nested> {
    return toNested(await this.value());
  }

  /**
   * The number of a tensor with one element (0 or 1 for bool).
   *
   * @throws when there is not exactly one
   */
  async item(): Promise<number> {
    const { data, shape } = await this.value();
    if (data.length !== 1) throw new Error(`item: expected one element, received ${printShape(shape)}. Use array() for more.`);
    return Number(data[0]);
  }

  /** `Tensor float32[2, 3]` */
  toString(): string {
    return `Tensor ${printSpec(this.spec)}`;
  }
}

async function read({ source, spec }: Lazy): Promise<TensorData> {
  if (source.kind === "data") return source.data;
  if (source.kind !== "device") {
    throw new Error(
      `The value of ${printSpec(spec)} is not known here: it stands for an argument while its function is traced. Return it instead.`,
    );
  }
  const { shape, dtype } = source.device.spec;
  if (!isStatic(shape)) throw new Error(`The backend holds a tensor of unknown size ${printShape(shape)}.`);
  return tensorData(await source.device.data(), shape, dtype);
}
