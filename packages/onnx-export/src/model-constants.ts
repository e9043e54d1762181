import type { TensorData } from "@tidu/core-tensor";
import type { NamedConstant } from "./lowering.ts";
import type { ModelNames } from "./model-names.ts";
import type { TensorProto } from "@tidu/onnx-format";

const comparedElements = 64; // up to this many elements equal constants are found by value, else by identity of their array
const rowElements = 65_536; // and up to this many when all of them are 0

/** The initializers of a model. They stand in the outermost graph; inner graphs read them by name. */
export class ModelConstants {
  readonly #names: ModelNames;
  readonly #tensors: TensorProto[] = [];
  readonly #byValue = new Map<string, string>();
  readonly #byArray = new Map<unknown, string>();
  readonly #derived = new Map<string, NamedConstant & { readonly origin: string }>();

  constructor(names: ModelNames) {
    this.#names = names;
  }

  get tensors(): readonly TensorProto[] {
    return this.#tensors;
  }

  /** A constant under a name of its own. */
  named(name: string, { dtype, shape, data }: TensorData): void {
    this.#tensors.push({ name, type: dtype, shape, rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) });
  }

  /** A constant computed from another one, once. */
  derived({ name: origin, data }: NamedConstant, how: string, compute: (data: TensorData) => TensorData): NamedConstant {
    const key = `${origin}: ${how}`;
    const known = this.#derived.get(key);
    if (known !== undefined) return known;
    const result = { name: this.#names.unique(origin), data: compute(data), origin };
    this.named(result.name, result.data);
    this.#derived.set(key, result);
    return result;
  }

  /** The names of the constants that derived ones come from, where those are not read themselves: the derived ones can have them. */
  freedNames(used: ReadonlySet<string>): ReadonlyMap<string, string> {
    const originOf = new Map([...this.#derived.values()].map(({ name, origin }) => [name, origin]));
    const freed = new Map<string, string>(); // from the origin's name to the derived one's
    for (const name of originOf.keys()) {
      let origin = name;
      for (let next: string | undefined = name; next !== undefined; next = originOf.get(next)) origin = next;
      if (used.has(name) && !used.has(origin) && !freed.has(origin)) freed.set(origin, name);
    }
    return new Map([...freed].map(([origin, name]) => [name, origin]));
  }

  /** The name of a constant with these numbers. */
  add(value: TensorData, base: string): string {
    const { dtype, shape, data } = value;
    const header = `${dtype}[${shape.join()}]`;
    const zeros = data.length > comparedElements && data.length <= rowElements && isZero(value);
    const small = data.length <= comparedElements || zeros;
    const key = zeros ? `${header}zeros` : small ? `${header}${bitsOf(value)}` : header;
    const known = small ? this.#byValue.get(key) : this.#byArray.get(data);
    if (known !== undefined && (small || this.#tensors.some((tensor) => tensor.name === known && tensor.shape.join() === shape.join())))
      return known;
    const name = this.#names.unique(base);
    this.named(name, value);
    if (small) this.#byValue.set(key, name);
    else this.#byArray.set(data, name);
    return name;
  }
}

/** Whether all bits are 0. */
const isZero = ({ data }: TensorData): boolean => new Uint8Array(data.buffer, data.byteOffset, data.byteLength).every((byte) => byte === 0);

/** Distinguishes -0 from 0 and keeps NaN equal to itself. */
const bitsOf = ({ data }: TensorData): string => new Uint8Array(data.buffer, data.byteOffset, data.byteLength).join();
