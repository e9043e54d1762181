const contentLimit = 64;

/** Gives equal text to equal params: small arrays by their numbers, large ones by a number of their own that equal content shares. */
export class ParamsKeys {
  readonly #texts = new WeakMap<object, string>();
  readonly #identities = new WeakMap<ArrayBufferView, number>();
  readonly #arrays = new Map<string, ArrayBufferView[]>();
  #next = 0;

  /** Params are plain data that never change, so their text is made once. */
  of(params: unknown): string {
    if (typeof params !== "object" || params === null) return this.#print(params);
    const known = this.#texts.get(params);
    if (known !== undefined) return known;
    const text = this.#print(params);
    this.#texts.set(params, text);
    return text;
  }

  #print(params: unknown): string {
    return JSON.stringify(params, (_, value: unknown) => {
      if (!ArrayBuffer.isView(value)) {
        return typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)) ? printNumber(value) : value;
      }
      const list: ArrayLike<number | bigint> = value as Float32Array | BigInt64Array;
      return list.length <= contentLimit
        ? `${value.constructor.name}:${Array.from(list, printNumber).join()}`
        : `#${this.#identity(value)}`;
    });
  }

  #identity(value: ArrayBufferView): number {
    const known = this.#identities.get(value);
    if (known !== undefined) return known;
    const key = `${value.constructor.name}:${value.byteLength}:${digest(value)}`;
    const alike = this.#arrays.get(key) ?? [];
    const equal = alike.find((other) => sameBytes(other, value));
    const identity = (equal && this.#identities.get(equal)) ?? this.#next++;
    this.#identities.set(value, identity);
    if (equal === undefined) this.#arrays.set(key, [...alike, value]);
    return identity;
  }
}

const printNumber = (value: number | bigint): string => (Object.is(value, -0) ? "-0" : String(value));

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

/** FNV-1a over every byte of short arrays and 4,096 bytes of long ones: enough to find candidates. */
function digest(value: ArrayBufferView): number {
  const bytes = bytesOf(value);
  const step = Math.max(1, Math.floor(bytes.length / 4096)) | 1;
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i += step) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return hash >>> 0;
}

function sameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const [left, right] = [bytesOf(a), bytesOf(b)];
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}
