const contentLimit = 64;

/** Gives equal text to equal params: small arrays by content, large ones by identity. */
export class ParamsKeys {
  readonly #texts = new WeakMap<object, string>();
  readonly #identities = new WeakMap<object, number>();
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

  #identity(value: object): number {
    const known = this.#identities.get(value);
    if (known !== undefined) return known;
    this.#identities.set(value, this.#next);
    return this.#next++;
  }
}

const printNumber = (value: number | bigint): string => (Object.is(value, -0) ? "-0" : String(value));
