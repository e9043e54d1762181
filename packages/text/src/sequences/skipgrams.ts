import { checkCount, checkOptions } from "../check-options.ts";
import { freshSeed, seededRandom } from "../random.ts";

export interface SkipgramOptions {
  /** One more than the largest id: negative samples are drawn from 1 to `vocabularySize - 1`. */
  readonly vocabularySize: number;
  /** How far to both sides a word sees; default 4. */
  readonly windowSize?: number;
  /** Negative samples for each positive one; default 1. */
  readonly negativeSamples?: number;
  /** Mix the couples; default true. */
  readonly shuffle?: boolean;
  /** Labels as `[1, 0]` and `[0, 1]`, negative and positive, instead of 0 and 1; default false. */
  readonly categorical?: boolean;
  /** How likely the word of each id is kept: `makeSamplingTable`. Default: all are. */
  readonly samplingTable?: ArrayLike<number>;
  /** Of the draws and the mixing; default: another one each time. */
  readonly seed?: number;
}

export interface Skipgrams<Label extends number | readonly number[] = number | readonly number[]> {
  /** [couples, 2]: a word, and one near it or drawn. */
  readonly couples: readonly (readonly [number, number])[];
  /** For each couple, whether both stand near each other. */
  readonly labels: readonly Label[];
}

/**
 * Couples of words that stand near each other, and as many that were drawn (Keras's `skipgrams`): what word2vec learns from.
 *
 * Id 0 is no word and left out. A drawn couple may by chance be one that stands near, as in Keras.
 *
 * @throws when an id or an option is out of range
 * @source Mikolov et al. 2013, "Efficient estimation of word representations in vector space"
 * @example
 * const { couples, labels } = skipgrams([1, 2, 3], { vocabularySize: 4, windowSize: 1, negativeSamples: 0, shuffle: false });
 * // couples [[1, 2], [2, 1], [2, 3], [3, 2]], labels [1, 1, 1, 1]
 */
export function skipgrams(
  sequence: readonly number[],
  options: SkipgramOptions & { readonly categorical: true },
): Skipgrams<readonly number[]>;
export function skipgrams(sequence: readonly number[], options: SkipgramOptions & { readonly categorical?: false }): Skipgrams<number>;
export function skipgrams(sequence: readonly number[], options: SkipgramOptions): Skipgrams {
  checkOptions("skipgrams", options, known);
  const { vocabularySize, windowSize = 4, negativeSamples = 1, shuffle = true, categorical = false, seed = freshSeed() } = options;
  checkCount("skipgrams", "vocabularySize", vocabularySize, 2);
  checkCount("skipgrams", "windowSize", windowSize, 1);
  if (!(negativeSamples >= 0)) throw new RangeError(`skipgrams: expected negativeSamples of at least 0, received ${negativeSamples}.`);
  sequence.forEach((id, at) => checkCount("skipgrams", `the id at ${at}`, id, 0));

  const random = seededRandom(seed);
  const near = nearCouples(sequence, windowSize, options.samplingTable, random);
  const words = shuffled(near, random).map(([word]) => word);
  const drawn = Array.from({ length: words.length > 0 ? Math.floor(near.length * negativeSamples) : 0 }, (_, i): Labelled => {
    return [words[i % words.length] ?? 0, 1 + Math.floor(random() * (vocabularySize - 1)), 0];
  });
  const all = shuffle ? shuffled([...near, ...drawn], random) : [...near, ...drawn];
  return {
    couples: all.map(([word, other]) => [word, other] as const),
    labels: all.map(([, , label]) => (categorical ? [1 - label, label] : label)),
  };
}

const known = ["vocabularySize", "windowSize", "negativeSamples", "shuffle", "categorical", "samplingTable", "seed"];

/** A word, another one, and whether they stand near each other. */
type Labelled = readonly [word: number, other: number, label: 0 | 1];

function nearCouples(
  sequence: readonly number[],
  windowSize: number,
  samplingTable: ArrayLike<number> | undefined,
  random: () => number,
): Labelled[] {
  const couples: Labelled[] = [];
  sequence.forEach((word, at) => {
    if (word === 0) return;
    if (samplingTable !== undefined && keepingOf(samplingTable, word) < random()) return;
    for (let other = Math.max(0, at - windowSize); other < Math.min(sequence.length, at + windowSize + 1); other++) {
      const near = sequence[other] ?? 0;
      if (other !== at && near !== 0) couples.push([word, near, 1]);
    }
  });
  return couples;
}

function keepingOf(samplingTable: ArrayLike<number>, word: number): number {
  const keeping = samplingTable[word];
  if (keeping !== undefined) return keeping;
  throw new RangeError(
    `skipgrams: id ${word} is outside the samplingTable of ${samplingTable.length} ranks. Make it as large as the vocabulary.`,
  );
}

/** In random order (Fisher and Yates). */
function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other] as Item, mixed[last] as Item];
  }
  return mixed;
}
