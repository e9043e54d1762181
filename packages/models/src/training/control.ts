import type { Tensor } from "@tidu/core-tensor";
import type { Optimizer } from "@tidu/optimizers";
import type { TrainingControl } from "../callbacks.ts";
import type { ModelState } from "../model-state.ts";

/** What callbacks hold in their hands. */
export class Control implements TrainingControl {
  stopped = false;
  readonly #state: ModelState;
  readonly #optimizer: Optimizer;
  #learningRate = NaN;
  #readFrom: Tensor | undefined;

  constructor(state: ModelState, optimizer: Optimizer) {
    this.#state = state;
    this.#optimizer = optimizer;
  }

  get learningRate(): number {
    return this.#learningRate;
  }

  set learningRate(rate: number) {
    if (typeof this.#optimizer.learningRate !== "number") {
      throw new Error(
        `fit: the learning rate of ${this.#optimizer.name} follows a schedule and cannot be set. Give the optimizer a number instead.`,
      );
    }
    if (!(rate >= 0 && rate < Infinity)) throw new RangeError(`fit: expected a learning rate of at least 0, received ${rate}.`);
    this.#state.setLearningRate(rate);
    this.#learningRate = rate;
  }

  stop(): void {
    this.stopped = true;
  }

  /** Reads the rate that steps have left in the optimizer's state. */
  async refresh(): Promise<void> {
    const { learningRate } = this.#state.learned.optimizer;
    if (learningRate === this.#readFrom) return;
    this.#readFrom = learningRate;
    this.#learningRate = await learningRate.item();
  }
}
