import type { Callback } from "tidu";

/** Says on stderr that work goes on: one line that is rewritten on a terminal, a line every 15 seconds elsewhere. */
export class StatusLine {
  readonly #terminal = process.stderr.isTTY;
  readonly #start = performance.now();
  readonly #what: string;
  #epochs = 0;
  #last = this.#start;

  constructor(what: string) {
    this.#what = what;
  }

  /** Counts epochs over however many models are trained. */
  get callback(): Callback {
    return { onEpochEnd: () => this.#tick() };
  }

  clear(): void {
    if (this.#terminal) process.stderr.write("\r\u001B[K");
  }

  #tick(): void {
    this.#epochs++;
    const now = performance.now();
    if (now - this.#last < (this.#terminal ? 100 : 15_000)) return;
    this.#last = now;
    const text = `${this.#what}: ${this.#epochs} epochs, ${Math.round((now - this.#start) / 1000)} s`;
    process.stderr.write(this.#terminal ? `\r\u001B[K${text}` : `${text}\n`);
  }
}
