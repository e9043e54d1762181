const millisecondsBetweenBreaths = 100;

/** Lets timers, sockets and signals have their turn now and then: a run blocks the thread. */
export class Pace {
  #last = performance.now();

  async breathe(): Promise<void> {
    const now = performance.now();
    if (now - this.#last < millisecondsBetweenBreaths) return;
    this.#last = now;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
