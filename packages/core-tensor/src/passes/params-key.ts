const contentLimit = 64;

/** Gives equal text to equal params: small arrays by content, large ones by identity. */
export class ParamsKeys {
  readonly #identities = new WeakMap<object, number>();
  #next = 0;

  of(params: unknown): string {
    return JSON.stringify(params, (_, value: unknown) => {
      if (!ArrayBuffer.isView(value))
        return Object.is(value, -0) ? "-0" : typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
      const list: ArrayLike<number | bigint> = value as Float32Array | BigInt64Array;
      if (list.length <= contentLimit)
        return `${value.constructor.name}:${Array.from(list, (item: number | bigint) => (Object.is(item, -0) ? "-0" : String(item))).join()}`;
      return `#${this.#identity(value)}`;
    });
  }

  #identity(value: object): number {
    const known = this.#identities.get(value);
    if (known !== undefined) return known;
    this.#identities.set(value, this.#next);
    return this.#next++;
  }
}
