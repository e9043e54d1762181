/** Hands out names that are unique in a whole model, inner graphs included. */
export class ModelNames {
  readonly #next = new Map<string, number>();

  /** `base`, or `base_1`, `base_2` … when it is taken. */
  unique(base: string): string {
    const count = this.#next.get(base);
    if (count === undefined) {
      this.#next.set(base, 1);
      return base;
    }
    this.#next.set(base, count + 1);
    return this.unique(`${base}_${count}`);
  }
}
