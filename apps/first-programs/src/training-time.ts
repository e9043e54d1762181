import type { Callback } from "tidu";

/** How long models train: the seconds of every `fit`, from its first hook to its last, compilation and validation included. */
export class TrainingTime {
  readonly #seconds: number[] = [];
  #start = 0;

  get callback(): Callback {
    return {
      onTrainBegin: () => {
        this.#start = performance.now();
      },
      onTrainEnd: () => {
        this.#seconds.push((performance.now() - this.#start) / 1000);
      },
    };
  }

  /** Of all trainings together. */
  get total(): number {
    return this.#seconds.reduce((sum, seconds) => sum + seconds, 0);
  }

  get longest(): number {
    return Math.max(0, ...this.#seconds);
  }
}
