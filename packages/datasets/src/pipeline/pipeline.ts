import { collate } from "./collate.ts";
import type { Collated } from "./collate.ts";
import { readAhead } from "./read-ahead.ts";
import { shuffled } from "./shuffle-buffer.ts";
import { lengthOf, passesOver } from "./source.ts";
import type { Source } from "./source.ts";
import { rowsOfBatch } from "./unbatch.ts";
import type { Row } from "./unbatch.ts";
import { untilAborted } from "./until-aborted.ts";

export interface MapOptions {
  /** How many elements may be worked on at once; their order stays. Default: 1, and then only when asked for. */
  readonly parallel?: number;
}

export interface PipelineShuffleOptions {
  /** Reproduces the orders of all passes. Default: other orders each time. */
  readonly seed?: number | undefined;
}

export interface BatchOptions {
  /** Leaves out the last batch when it is smaller. Default: false. */
  readonly dropRemainder?: boolean;
}

/**
 * Elements that are read when they are needed, and what is done to them on the way (tf.data's `Dataset`). Made by `pipeline`. Each
 * method gives a new pipeline; each `for await` over one is a new pass over its source. Leaving a loop early closes the source, and
 * what the source or a function throws arrives in the loop.
 */
export class Pipeline<T> implements AsyncIterable<T> {
  /** How many elements a pass has, where that is known; Infinity when it never ends. */
  readonly length: number | undefined;
  readonly #pass: () => AsyncGenerator<T, void, undefined>;

  /** @param pass begins a new pass */
  constructor(pass: () => AsyncGenerator<T, void, undefined>, length: number | undefined) {
    this.#pass = pass;
    this.length = length;
  }

  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    return this.#pass();
  }

  /** Each element changed by a function, which may be asynchronous. `index` counts from 0 in every pass. */
  map<U>(change: (element: T, index: number) => U | Promise<U>, { parallel = 1 }: MapOptions = {}): Pipeline<U> {
    if (wholeNumber("map: parallel", parallel, 1) > 1) return new Pipeline(() => readAhead(this, parallel, change), this.length);
    const source = this.#pass;
    return new Pipeline(async function* () {
      let index = 0;
      for await (const element of source()) yield await change(element, index++);
    }, this.length);
  }

  /** The elements for which a function says true. */
  filter(keep: (element: T, index: number) => boolean | Promise<boolean>): Pipeline<T> {
    const source = this.#pass;
    return new Pipeline(async function* () {
      let index = 0;
      for await (const element of source()) if (await keep(element, index++)) yield element;
    }, undefined);
  }

  /**
   * Another order each pass: every element is drawn from a buffer, which is kept full. The larger the buffer, the more thorough; as
   * large as the data, every order has the same chance. Orders follow from the seed and count on with every pass.
   */
  shuffle(bufferSize: number, { seed }: PipelineShuffleOptions = {}): Pipeline<T> {
    wholeNumber("shuffle: bufferSize", bufferSize, 1);
    const own = seed ?? Math.floor(Math.random() * 2 ** 53);
    let pass = 0;
    return new Pipeline(() => shuffled(this, bufferSize, { seed: own, pass: pass++ }), this.length);
  }

  /**
   * Several elements as one: numbers, typed arrays and TensorData become TensorData `[batch, …]`, strings a list; records and tuples
   * keep their form. The last batch may be smaller.
   *
   * @throws (in the loop) when elements of a batch differ in shape, dtype or fields: which one
   */
  batch(size: number, { dropRemainder = false }: BatchOptions = {}): Pipeline<Collated<T>> {
    wholeNumber("batch: size", size, 1);
    const source = this.#pass;
    const batches = this.length === undefined ? undefined : dropRemainder ? Math.floor(this.length / size) : Math.ceil(this.length / size);
    return new Pipeline(async function* () {
      let elements: T[] = [];
      let read = 0;
      for await (const element of source()) {
        elements.push(element);
        read++;
        if (elements.length < size) continue;
        yield collate(elements, read - size);
        elements = [];
      }
      if (elements.length > 0 && !dropRemainder) yield collate(elements, read - elements.length);
    }, batches);
  }

  /** The rows of batches, one by one. */
  unbatch(): Pipeline<Row<T>> {
    const source = this.#pass;
    return new Pipeline(async function* () {
      for await (const batch of source()) yield* rowsOfBatch(batch, "pipeline.unbatch");
    }, undefined);
  }

  /** Reads up to `count` elements ahead while the consumer is busy. Default: 2. Last in a pipeline, after batch. */
  prefetch(count = 2): Pipeline<T> {
    wholeNumber("prefetch: count", count, 1);
    return new Pipeline(() => readAhead(this, count, (element) => element), this.length);
  }

  /** Keeps the elements of the first whole pass in memory; later passes read those. Before shuffle and random changes. */
  cache(): Pipeline<T> {
    const source = this.#pass;
    let kept: readonly T[] | undefined;
    return new Pipeline(async function* () {
      if (kept !== undefined) {
        yield* kept;
        return;
      }
      const read: T[] = [];
      for await (const element of source()) {
        read.push(element);
        yield element;
      }
      kept = read;
    }, this.length);
  }

  /** Pass after pass as one. Default: without end, which `fit` takes with `stepsPerEpoch`. */
  repeat(count = Infinity): Pipeline<T> {
    if (count !== Infinity) wholeNumber("repeat: count", count, 0);
    const source = this.#pass;
    const length = count === 0 || this.length === 0 ? 0 : count === Infinity ? Infinity : this.length && this.length * count;
    return new Pipeline(async function* () {
      for (let pass = 0; pass < count; pass++) {
        let empty = true;
        for await (const element of source()) {
          empty = false;
          yield element;
        }
        if (empty) return;
      }
    }, length);
  }

  /** The first elements. */
  take(count: number): Pipeline<T> {
    wholeNumber("take: count", count, 0);
    const source = this.#pass;
    return new Pipeline(
      async function* () {
        let left = count;
        if (left === 0) return;
        for await (const element of source()) {
          yield element;
          if (--left === 0) return;
        }
      },
      this.length && Math.min(count, this.length),
    );
  }

  /** All but the first elements. */
  skip(count: number): Pipeline<T> {
    wholeNumber("skip: count", count, 0);
    const source = this.#pass;
    return new Pipeline(
      async function* () {
        let left = count;
        for await (const element of source()) if (left-- <= 0) yield element;
      },
      this.length && Math.max(0, this.length - count),
    );
  }

  /** Ends with the signal's reason as an error once it aborts, and closes the source. */
  until(signal: AbortSignal): Pipeline<T> {
    return new Pipeline(() => untilAborted(this, signal), this.length);
  }

  /** All elements of a pass. */
  async toArray(): Promise<T[]> {
    if (this.length === Infinity) throw new Error("pipeline.toArray: it repeats without end. Use take first.");
    const elements: T[] = [];
    for await (const element of this) elements.push(element);
    return elements;
  }
}

/**
 * A pipeline over a source.
 *
 * @param source an array, any iterable or async iterable, or a function that makes one for every pass (needed for generators, which
 * can be gone over once)
 *
 * @example
 * const train = pipeline(files)
 *   .shuffle(files.length, { seed: 1 })
 *   .map(async ({ path, label }) => ({ x: await readImage(path), y: label }), { parallel: 4 })
 *   .batch(32)
 *   .prefetch();
 * await model.fit(train, { epochs: 5 });
 */
export const pipeline = <T>(source: Source<T>): Pipeline<T> => new Pipeline(passesOver(source), lengthOf(source));

function wholeNumber(what: string, value: number, least: number): number {
  if (!Number.isSafeInteger(value) || value < least)
    throw new RangeError(`pipeline.${what} must be a whole number from ${least}, received ${value}.`);
  return value;
}
