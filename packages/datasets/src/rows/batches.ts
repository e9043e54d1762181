import type { ArrayLike, TensorData } from "@tidu/core-tensor";
import { alignedRows, rowCount } from "./rows.ts";
import { seededRandom } from "./seeded-random.ts";
import { gatherRows } from "./take-rows.ts";

export interface BatchesOptions {
  /** Rows in a batch; default 32. */
  readonly batchSize?: number;
  /** A new order for every pass; default false. */
  readonly shuffle?: boolean;
  /** Reproduces the orders of all passes. */
  readonly seed?: number | undefined;
  /** Leaves out the last batch when it is smaller; default false. */
  readonly dropRemainder?: boolean;
}

export interface Batch {
  /** `[batch, …]` */
  readonly x: TensorData;
  /** `[batch, …]` */
  readonly y: TensorData;
}

/** The batches of one data set; going over them again is the next pass. */
export interface Batches<B> extends Iterable<B> {
  /** Batches in a pass. */
  readonly length: number;
}

/**
 * Rows of x and y in batches; with `shuffle`, each pass has its own order, and all of them follow from the seed.
 *
 * @param x rows-first data `[rows, …]`
 * @param y the targets, `[rows, …]`; may be left out
 * @throws when there are no rows, x and y differ in length, `batchSize` is no positive integer, or `dropRemainder` leaves nothing
 * @example
 * ```ts
 * for (const { x, y } of batches(train.x, train.y, { batchSize: 32, shuffle: true, seed: 1 })) console.log(x.shape, y.shape);
 * ```
 */
export function batches(x: ArrayLike, y: ArrayLike, options?: BatchesOptions): Batches<Batch>;
export function batches(x: ArrayLike, y?: undefined, options?: BatchesOptions): Batches<Pick<Batch, "x">>;
export function batches(
  x: ArrayLike,
  y?: ArrayLike,
  { batchSize = 32, shuffle = false, seed, dropRemainder = false }: BatchesOptions = {},
): Batches<Pick<Batch, "x"> & Partial<Batch>> {
  const [first, second] = alignedRows("batches", y === undefined ? [x] : [x, y]);
  if (first === undefined) throw new Error("batches: expected x.");
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw new Error(`batches: expected batchSize to be a positive integer, received ${batchSize}.`);
  const rows = rowCount(first);
  const length = dropRemainder ? Math.floor(rows / batchSize) : Math.ceil(rows / batchSize);
  if (length === 0)
    throw new Error(`batches: dropRemainder leaves no batch, as ${rows} rows are fewer than batchSize ${batchSize}. Lower batchSize.`);
  let pass = 0;
  return {
    length,
    *[Symbol.iterator]() {
      const order = shuffle ? seededRandom("batches", seed, pass++).permutation(rows) : Int32Array.from({ length: rows }, (_, i) => i);
      for (let i = 0; i < length; i++) {
        const positions = order.subarray(i * batchSize, (i + 1) * batchSize);
        yield { x: gatherRows(first, positions), ...(second && { y: gatherRows(second, positions) }) };
      }
    },
  };
}
