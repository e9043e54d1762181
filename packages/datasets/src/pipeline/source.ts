/** What a pipeline reads: something that can be gone over, or a function that makes one for every pass. */
export type Source<T> = Iterable<T> | AsyncIterable<T> | (() => Passable<T> | Promise<Passable<T>>);

type Passable<T> = Iterable<T> | AsyncIterable<T>;

/**
 * A way to go over a source again and again.
 *
 * @returns a new pass for every call; it throws when the source is an iterator, which is used up after the first
 */
export function passesOver<T>(source: Source<T>): () => AsyncGenerator<T, void, undefined> {
  let before: Passable<T> | undefined;
  return async function* () {
    const passable = typeof source === "function" ? await source() : source;
    if (passable === before && isIterator(passable)) {
      throw new Error(
        "pipeline: its source is an iterator, which can be gone over once. Pass a function that makes one: pipeline(() => …).",
      );
    }
    before = passable;
    if (Symbol.iterator in passable) for (const element of passable) yield element;
    else yield* passable;
  };
}

/** How many elements a source has, where it says so. */
export function lengthOf<T>(source: Source<T>): number | undefined {
  if (typeof source === "function") return undefined;
  if ("length" in source && typeof source.length === "number") return source.length;
  return "size" in source && typeof source.size === "number" ? source.size : undefined;
}

/** Whether it gives itself where others begin anew. */
function isIterator(source: Passable<unknown>): boolean {
  return "next" in source && typeof source.next === "function";
}
