/** How a run goes on. */
export interface GenerationRunOptions {
  /** Positions that are there. */
  readonly length: number;
  readonly maxLength: number;
  /** For the position behind them, row by row. */
  readonly scores: readonly Float32Array[];
  readonly next: (ids: readonly number[], position: number) => Promise<readonly Float32Array[]>;
  readonly select: (rows: readonly number[]) => void;
}

/** Sequences in the making, all of one length. */
export class GenerationRun {
  readonly #options: GenerationRunOptions;
  #scores: readonly Float32Array[];
  #length: number;

  constructor(options: GenerationRunOptions) {
    this.#options = options;
    this.#scores = options.scores;
    this.#length = options.length;
  }

  /** The model's output for the last position of each row: what comes next. */
  get scores(): readonly Float32Array[] {
    return this.#scores;
  }

  /** How many ids every row has. */
  get length(): number {
    return this.#length;
  }

  /**
   * Adds one id to every row.
   *
   * @returns the scores of what comes next
   * @throws when there is no room, an id is unknown, or there is not one for each row
   */
  async next(ids: readonly number[]): Promise<readonly Float32Array[]> {
    const { maxLength, next } = this.#options;
    if (ids.length !== this.#scores.length)
      throw new Error(`generate: expected an id for each of the ${this.#scores.length} rows, received ${ids.length}.`);
    if (this.#length >= maxLength) throw new RangeError(`generate: the sequences have reached maxLength ${maxLength}.`);
    this.#scores = await next(ids, this.#length);
    this.#length++;
    return this.#scores;
  }

  /** Goes on with some of the rows, in this order; a row may come several times (a beam). */
  select(rows: readonly number[]): void {
    const wrong = rows.find((row) => this.#scores[row] === undefined);
    if (rows.length === 0 || wrong !== undefined)
      throw new RangeError(`generate: expected rows from 0 to ${this.#scores.length - 1}, received ${wrong ?? "none"}.`);
    this.#options.select(rows);
    this.#scores = rows.flatMap((row) => this.#scores[row] ?? []);
  }
}
