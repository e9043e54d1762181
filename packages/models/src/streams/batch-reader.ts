import { positiveInteger } from "../fit-options.ts";

/** Something that gives elements, at once or in time. */
export type Stream = AsyncIterable<unknown> | Iterable<unknown>;

export interface BatchReaderOptions {
  /** What the stream is, for errors: `fit`, `fit: validationData`. */
  readonly where: string;
  /** Elements of a pass. Default: all that the stream gives. */
  readonly steps?: number | undefined;
  /** What the user calls it: `stepsPerEpoch`. */
  readonly stepsName: string;
  /** Whether the next pass goes on where this one ends, as training with `stepsPerEpoch` does. Default: it begins anew. */
  readonly continues?: boolean;
}

/**
 * Reads a stream pass after pass: each from its beginning, or, with a number of steps, going on where the last one ended. Whoever opens
 * it closes it.
 */
export class BatchReader {
  readonly #stream: Stream;
  readonly #options: BatchReaderOptions;
  #iterator: AsyncIterator<unknown> | Iterator<unknown> | undefined;
  /** Elements that were read in this pass, and how many passes were begun. */
  #read = 0;
  #passes = 0;
  #first: { readonly value: unknown } | undefined;
  #ended = false;
  #known: number | undefined;

  /** @throws when it would never end */
  constructor(stream: Stream, options: BatchReaderOptions) {
    const { where, steps, stepsName } = options;
    this.#stream = stream;
    this.#options = options;
    const length = "length" in stream && typeof stream.length === "number" ? stream.length : undefined;
    if (steps !== undefined) positiveInteger(`${where}: ${stepsName}`, steps);
    else if (length === Infinity)
      throw new RangeError(`${where}: the data repeat without end. Say how many batches to take: ${stepsName}.`);
    this.#known = steps ?? length;
  }

  /** The number of elements of a pass, once it is known. */
  get steps(): number | undefined {
    return this.#known;
  }

  /** The first element of the pass, which stays. */
  async peek(): Promise<unknown> {
    if (this.#first === undefined) {
      this.begin();
      const result = await this.#next();
      if (result.done === true) throw this.#empty();
      this.#first = { value: result.value };
    }
    return this.#first.value;
  }

  /** Begins a pass; one that was only looked at goes on. */
  begin(): void {
    if (this.#first !== undefined) return;
    this.#passes++;
    if (this.#options.continues !== true && this.#passes > 1) this.#restart();
    this.#read = 0;
    this.#ended = false;
  }

  /**
   * The next element of the pass with its number, or undefined at its end.
   *
   * @throws what the stream throws; when the pass is empty or ends before its time
   */
  async read(): Promise<{ readonly value: unknown; readonly index: number } | undefined> {
    const { steps } = this.#options;
    if (this.#ended || this.#read === steps) return undefined;
    const first = this.#first;
    this.#first = undefined;
    let result = first ?? (await this.#next());
    if ("done" in result && result.done === true && this.#read === 0 && this.#passes > 1 && this.#options.continues === true) {
      this.#restart(); // the last pass took all there was
      result = await this.#next();
    }
    if ("done" in result && result.done === true) {
      this.#ended = true;
      if (this.#read === 0) throw this.#empty();
      if (steps !== undefined) throw this.#short(steps);
      this.#known = this.#read;
      return undefined;
    }
    return { value: result.value, index: this.#read++ };
  }

  /** Tells the stream that nothing more is read. */
  async close(): Promise<void> {
    const iterator = this.#iterator;
    this.#iterator = undefined;
    if (!this.#ended) await iterator?.return?.();
  }

  async #next(): Promise<IteratorResult<unknown, unknown>> {
    this.#iterator ??= Symbol.asyncIterator in this.#stream ? this.#stream[Symbol.asyncIterator]() : this.#stream[Symbol.iterator]();
    return this.#iterator.next();
  }

  #restart(): void {
    if (this.#iterator === (this.#stream as unknown)) throw this.#empty();
    this.#iterator = undefined;
  }

  #empty(): Error {
    const { where, stepsName } = this.#options;
    if (this.#passes <= 1) return new Error(`${where}: the data gave no batch.`);
    return new Error(
      `${where}: the data gave no batch the ${ordinal(this.#passes)} time. A generator can be gone over once: pass something that begins anew, such as pipeline(() => generator()), or let it go on without end and set ${stepsName}.`,
    );
  }

  #short(steps: number): Error {
    const { where, stepsName } = this.#options;
    const which = this.#passes > 1 ? ` of pass ${this.#passes}` : "";
    return new Error(
      `${where}: the data ended after ${this.#read} batches${which}, ${stepsName} is ${steps}. Repeat them (pipeline.repeat()), lower ${stepsName} to ${this.#read}, or leave it out.`,
    );
  }
}

/** Does something with readers, which are closed when it is done or has failed. */
export async function withReaders<T>(use: (open: (stream: Stream, options: BatchReaderOptions) => BatchReader) => Promise<T>): Promise<T> {
  const readers: BatchReader[] = [];
  try {
    return await use((stream, options) => {
      const reader = new BatchReader(stream, options);
      readers.push(reader);
      return reader;
    });
  } finally {
    for (const reader of readers) await reader.close();
  }
}

const ordinal = (count: number): string => (count === 2 ? "second" : count === 3 ? "third" : `${count}th`);
