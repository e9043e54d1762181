import { datasets, takeRows } from "tidu";
import type { TensorData } from "tidu";

/** Where digits come from. */
export const sources = ["digits", "mnist"] as const;
export type Source = (typeof sources)[number];

export interface Digits {
  /** [images, 28, 28, 1], grey values from 0 (paper) to 255 (ink) */
  readonly x: TensorData;
  /** int32 [images], 0 to 9 */
  readonly y: TensorData;
}

export interface SplitDigits {
  /** To learn from: nine tenths of the training images. */
  readonly train: Digits;
  /** To watch while learning: the rest of them. */
  readonly validation: Digits;
  /** Never seen before the end: a sixth as many as the training images. */
  readonly test: Digits;
  readonly classNames: readonly string[];
}

export interface LoadDigitsOptions {
  readonly source: Source;
  /** A folder with MNIST's files. Default: they are downloaded once. */
  readonly dataDir?: string | undefined;
  /** How many to train on; of MNIST the first ones. */
  readonly images: number;
  readonly seed: number;
}

/**
 * Digits in three parts: drawn now, or MNIST's.
 *
 * @throws when MNIST's files cannot be had, or it has fewer images
 */
export async function loadDigits({ source, dataDir, images, seed }: LoadDigitsOptions): Promise<SplitDigits> {
  const testCount = Math.max(1, Math.round(images / 6));
  const all = source === "mnist" ? await datasets.mnist({ dataDir }) : datasets.digits({ count: images, testCount, seed });
  const held = Math.round(images / 10);
  return {
    train: part(all.train, 0, images - held),
    validation: part(all.train, images - held, images),
    test: part(all.test, 0, testCount),
    classNames: all.classNames,
  };
}

function part({ x, y }: Digits, from: number, to: number): Digits {
  const there = y.data.length;
  if (to > there) throw new Error(`${to} images are wanted where there are ${there}. Ask for fewer with --images.`);
  const rows = Array.from({ length: to - from }, (_, i) => from + i);
  return { x: takeRows(x, rows), y: takeRows(y, rows) };
}
