/** Lets others use the model while a run waits for them. */
export type Pause = (work: () => void | Promise<void>) => Promise<void>;

interface Run {
  readonly what: string;
  paused: boolean;
}

/** One run of a model at a time: two at once would use up each other's buffers. */
export class Exclusive {
  readonly #name: string;
  readonly #runs: Run[] = [];

  /** @param name of the model, for errors */
  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Does the work alone.
   *
   * @param what the method that was called, for errors
   * @throws when another run is going on
   */
  run<T>(what: string, work: (pause: Pause) => Promise<T>): Promise<T> {
    return this.#run(what, work, false);
  }

  /**
   * Does the work alone, or for a callback while another run has paused.
   *
   * @param what the method that was called, for errors
   * @throws when another run is going on
   */
  join<T>(what: string, work: () => Promise<T>): Promise<T> {
    return this.#run(what, work, true);
  }

  /** @throws when a run is going on */
  check(what: string): void {
    const current = this.#runs.at(-1);
    if (current !== undefined) throw this.#refusal(what, current);
  }

  async #run<T>(what: string, work: (pause: Pause) => Promise<T>, joins: boolean): Promise<T> {
    const current = this.#runs.at(-1);
    if (current !== undefined && !(joins && current.paused)) throw this.#refusal(what, current);
    const own: Run = { what, paused: false };
    this.#runs.push(own);
    try {
      return await work((others) => this.#pause(own, others));
    } finally {
      this.#runs.splice(this.#runs.indexOf(own), 1);
    }
  }

  async #pause(own: Run, work: () => void | Promise<void>): Promise<void> {
    own.paused = true;
    try {
      await work();
    } finally {
      own.paused = false;
    }
    const last = this.#runs.at(-1);
    if (last !== own)
      throw new Error(`${this.#name}: a callback of ${own.what} left ${last?.what ?? "a call"} running. Await it in the callback.`);
  }

  #refusal(what: string, { what: running, paused }: Run): Error {
    const advice = paused ? `A callback cannot do that: do it when ${running} has ended.` : `Await ${running} first.`;
    return new Error(`${this.#name}: ${what} was called while ${running} is running. ${advice}`);
  }
}
