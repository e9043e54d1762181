/** Lets others use the model while a run waits for them. */
export type Pause = (work: () => void | Promise<void>) => Promise<void>;

interface Run {
  readonly what: string;
  /** Whether it can stand beside others of its kind. */
  readonly joins: boolean;
  /** Whether it waits for callbacks. */
  paused: boolean;
}

/** One run of a model at a time: two at once would use up each other's buffers. */
export class Exclusive {
  readonly #name: string;
  readonly #runs: Run[] = [];
  /** Settles when the last run that joined has ended. */
  #turn: Promise<void> = Promise.resolve();

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
  async run<T>(what: string, work: (pause: Pause) => Promise<T>): Promise<T> {
    this.check(what);
    const own = this.#start(what, false);
    try {
      return await work((others) => this.#pause(own, others));
    } finally {
      this.#end(own);
    }
  }

  /**
   * Does work that changes nothing under way: after other such work, and for callbacks while a run waits for them.
   *
   * @param what the method that was called, for errors
   * @throws when a run is going on that is not paused
   */
  async join<T>(what: string, work: () => Promise<T>): Promise<T> {
    const current = this.#runs.at(-1);
    if (current !== undefined && !current.joins && !current.paused) throw this.#refusal(what, current);
    const own = this.#start(what, true);
    const before = this.#turn;
    const result = before.then(work);
    const ended = (): void => this.#end(own);
    this.#turn = result.then(ended, ended);
    return result.finally(() => this.#turn);
  }

  /** @throws when a run is going on */
  check(what: string): void {
    const current = this.#runs.at(-1);
    if (current !== undefined) throw this.#refusal(what, current);
  }

  #start(what: string, joins: boolean): Run {
    const own: Run = { what, joins, paused: false };
    this.#runs.push(own);
    return own;
  }

  #end(run: Run): void {
    this.#runs.splice(this.#runs.indexOf(run), 1);
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
