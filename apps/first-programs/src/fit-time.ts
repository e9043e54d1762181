import type { Callback } from "tidu";

/** The seconds that `fit` takes, from its first hook to its last: compilation and validation included, reading the arrays not. */
export class FitTime {
  #start = 0;
  #longest = 0;

  get callback(): Callback {
    return {
      onTrainBegin: () => {
        this.#start = performance.now();
      },
      onTrainEnd: () => {
        this.#longest = Math.max(this.#longest, (performance.now() - this.#start) / 1000);
      },
    };
  }

  /** Of all that were measured, 0 before the first. */
  get longest(): number {
    return this.#longest;
  }
}
