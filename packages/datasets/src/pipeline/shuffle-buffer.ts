import { seededRandom } from "../rows/seeded-random.ts";

/** Which order: that of a pass, out of all that follow from a seed. */
export interface ShuffledPass {
  readonly seed: number | undefined;
  readonly pass: number;
}

/**
 * The elements of a source in a random order: a buffer is kept full, and each element that leaves it is drawn from it (as tf.data's
 * `shuffle`). A buffer as large as the data gives every order the same chance.
 */
export async function* shuffled<T>(
  source: AsyncIterable<T>,
  bufferSize: number,
  { seed, pass }: ShuffledPass,
): AsyncGenerator<T, void, undefined> {
  const random = seededRandom("pipeline.shuffle", seed, pass);
  const buffer: T[] = [];
  for await (const element of source) {
    if (buffer.length < bufferSize) buffer.push(element);
    else for (const drawn of buffer.splice(Math.floor(random.uniform() * bufferSize), 1, element)) yield drawn; // yield* awaits more often
  }
  for (const place of random.permutation(buffer.length)) for (const left of buffer.slice(place, place + 1)) yield left;
}
