import type { Logs } from "../callbacks.ts";
import type { StepsDone } from "./trainer.ts";

/** Averages of the losses of batches, each counted by its size. */
export class RunningAverages {
  readonly #sums = new Map<string, number>();
  #rows = 0;

  /** @param size the rows of each batch */
  add({ steps, logs }: StepsDone, size: number): void {
    for (const [key, values] of Object.entries(logs)) {
      if (key !== "loss" && !key.endsWith("_loss")) continue;
      this.#sums.set(
        key,
        values.reduce((sum, value) => sum + value * size, this.#sums.get(key) ?? 0),
      );
    }
    this.#rows += steps * size;
  }

  get values(): Logs {
    return Object.fromEntries([...this.#sums].map(([key, sum]) => [key, sum / this.#rows]));
  }
}
