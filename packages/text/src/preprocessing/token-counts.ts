/** How often tokens occur, and in how many documents. */
export interface TokenCounts {
  readonly counts: ReadonlyMap<string, number>;
  readonly documentCounts: ReadonlyMap<string, number>;
  readonly documents: number;
}

/** Data to learn from: texts, or lists of them, all at once or as they come. */
export type Documents<T> = Iterable<T> | AsyncIterable<T>;

/** Counts tokens of documents one after the other. */
export class TokenCounter implements TokenCounts {
  readonly counts = new Map<string, number>();
  readonly documentCounts = new Map<string, number>();
  documents = 0;
  readonly #countDocuments: boolean;

  /** @param countDocuments whether it is to know in how many documents a token occurs */
  constructor(countDocuments: boolean) {
    this.#countDocuments = countDocuments;
  }

  add(tokens: readonly string[]): void {
    this.documents += 1;
    for (const token of tokens) this.counts.set(token, (this.counts.get(token) ?? 0) + 1);
    if (this.#countDocuments)
      for (const token of new Set(tokens)) this.documentCounts.set(token, (this.documentCounts.get(token) ?? 0) + 1);
  }
}

/**
 * Goes over all data, then makes what was learned; at once for data that is there, later for data that comes.
 *
 * @throws when the data is one text, which would be gone over letter by letter
 */
export function overDocuments<T, Made>(
  where: string,
  data: Documents<T>,
  visit: (part: T) => void,
  made: () => Made,
): Made | Promise<Made> {
  const given: unknown = data;
  if (typeof given === "string")
    throw new TypeError(`${where}: expected a list of texts to adapt to, received one text. Put it in a list.`);
  if (typeof given !== "object" || given === null) throw new TypeError(`${where}: expected texts to adapt to, received ${String(given)}.`);
  if (Symbol.iterator in data) {
    for (const part of data) visit(part);
    return made();
  }
  return (async () => {
    for await (const part of data) visit(part);
    return made();
  })();
}

/** Tokens by falling count; of equal ones the last in the order of Unicode first, as Keras sorts. */
export const byFrequency = (counts: ReadonlyMap<string, number>): readonly string[] =>
  [...counts].toSorted(([a, countA], [b, countB]) => countB - countA || compareCodePoints(b, a)).map(([token]) => token);

/** The order of UTF-8 bytes, which is that of code points; JavaScript's own compares halves of surrogate pairs. */
function compareCodePoints(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  if (at === end) return a.length - b.length;
  return fixed(a.charCodeAt(at)) - fixed(b.charCodeAt(at));
}

/** Surrogates stand for code points beyond all single units, but lie below U+E000 … U+FFFF. */
const fixed = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
