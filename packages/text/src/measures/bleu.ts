import { checkChoice, checkCount, checkOptions, shown } from "../check-options.ts";
import { wordsOf } from "./words-of.ts";
import type { Words } from "./words-of.ts";

export interface BleuOptions {
  /** The longest run of words that is compared. Default: 4. */
  readonly maxOrder?: number;
  /**
   * What counts where no run of a length matches (Chen & Cherry 2014): `"none"`, the score is 0; `"floor"`, 0.1 of one; `"addOne"`, one
   * more match and one more run of all lengths above 1; `"exp"`, a half, then a quarter … of one. Default: `"none"` for a corpus,
   * `"exp"` for a sentence.
   */
  readonly smoothing?: BleuSmoothing;
}

export type BleuSmoothing = "none" | "floor" | "addOne" | "exp";

export interface Bleu {
  /** From 0 to 1; papers and sacreBLEU print it times 100. */
  readonly score: number;
  /** By length of run, the share of the candidates' runs that a reference has. */
  readonly precisions: readonly number[];
  /** Below 1 where candidates are shorter than references. */
  readonly brevityPenalty: number;
  readonly candidateLength: number;
  readonly referenceLength: number;
}

/**
 * How much candidates share with references: the geometric mean of the precisions of runs of 1 to 4 words, counted over all texts, times
 * a penalty for texts that are too short (Papineni et al. 2002; sacreBLEU's `corpus_bleu` on words).
 *
 * @param candidates one text each
 * @param references for each candidate one text or several
 * @throws when there are not as many references as candidates, or a candidate has none
 *
 * @example
 * corpusBleu(["the cat sat"], [["the cat sat down", "a cat sat"]]).score;
 */
export function corpusBleu(
  candidates: readonly Words[],
  references: readonly (string | readonly Words[])[],
  options: BleuOptions = {},
): Bleu {
  checkOptions("corpusBleu", options, ["maxOrder", "smoothing"]);
  if (candidates.length !== references.length)
    throw new Error(
      `corpusBleu: ${candidates.length} candidates and references for ${references.length}. Give a list of references for each.`,
    );
  return scored(
    candidates.map((candidate, i) => compared("corpusBleu", candidate, references[i] ?? [], options.maxOrder)),
    checkChoice("corpusBleu", "smoothing", options.smoothing ?? "none", smoothings),
    false,
  );
}

/**
 * BLEU of one text. Runs longer than the text are left out, and lengths without a match are smoothed (sacreBLEU's `sentence_bleu` on
 * words).
 *
 * @throws as {@link corpusBleu}
 */
export function sentenceBleu(candidate: Words, references: string | readonly Words[], options: BleuOptions = {}): Bleu {
  checkOptions("sentenceBleu", options, ["maxOrder", "smoothing"]);
  const smoothing = checkChoice("sentenceBleu", "smoothing", options.smoothing ?? "exp", smoothings);
  return scored([compared("sentenceBleu", candidate, references, options.maxOrder)], smoothing, true);
}

const smoothings: readonly BleuSmoothing[] = ["none", "floor", "addOne", "exp"];

/** What one candidate shares with its references. */
interface Comparison {
  /** By length of run less 1: how many of the candidate's runs a reference has, and how many there are. */
  readonly matches: readonly number[];
  readonly runs: readonly number[];
  readonly length: number;
  /** The length of the reference that is closest in length; the shorter of two. */
  readonly referenceLength: number;
}

function compared(where: string, candidate: Words, given: string | readonly Words[], maxOrder = 4): Comparison {
  checkCount(where, "maxOrder", maxOrder, 1);
  const words = wordsOf(candidate);
  const references = (typeof given === "string" ? [given] : given).map(wordsOf);
  if (references.length === 0) throw new Error(`${where}: the candidate ${shown(words.join(" "))} has no reference.`);
  const orders = Array.from({ length: maxOrder }, (_, i) => i + 1);
  const lengths = references.map((reference) => reference.length);
  return {
    matches: orders.map((order) => {
      const most = new Map<string, number>(); // of each run in any reference
      for (const reference of references)
        for (const [run, count] of runsOf(reference, order)) most.set(run, Math.max(count, most.get(run) ?? 0));
      return [...runsOf(words, order)].reduce((sum, [run, count]) => sum + Math.min(count, most.get(run) ?? 0), 0);
    }),
    runs: orders.map((order) => Math.max(0, words.length - order + 1)),
    length: words.length,
    referenceLength: lengths.reduce((best, length) => (closer(length, best, words.length) ? length : best)),
  };
}

function scored(comparisons: readonly Comparison[], smoothing: BleuSmoothing, onlyPresent: boolean): Bleu {
  const sum = (of: (comparison: Comparison) => number): number => comparisons.reduce((total, comparison) => total + of(comparison), 0);
  const [candidateLength, referenceLength] = [sum(({ length }) => length), sum((comparison) => comparison.referenceLength)];
  const maxOrder = comparisons[0]?.runs.length ?? 0;
  const counted = Array.from({ length: maxOrder }, (_, order) => {
    const more = smoothing === "addOne" && order > 0 ? 1 : 0;
    return { matches: sum(({ matches }) => matches[order] ?? 0) + more, runs: sum(({ runs }) => runs[order] ?? 0) + more };
  });
  let half = 1;
  const precisions = counted.map(({ matches, runs }) => {
    if (runs === 0) return 0;
    if (matches > 0) return matches / runs;
    half /= 2;
    return smoothing === "exp" ? half / runs : smoothing === "floor" ? 0.1 / runs : 0;
  });
  const brevityPenalty =
    candidateLength >= referenceLength ? 1 : candidateLength === 0 ? 0 : Math.exp(1 - referenceLength / candidateLength);
  const present = counted.findIndex(({ runs }) => runs === 0);
  const orders = onlyPresent && present >= 0 ? precisions.slice(0, present) : precisions;
  const nothing = comparisons.every(({ matches }) => matches.every((count) => count === 0)) || orders.length === 0;
  const mean = Math.exp(orders.reduce((total, precision) => total + Math.log(precision), 0) / orders.length);
  return { score: nothing ? 0 : brevityPenalty * mean, precisions, brevityPenalty, candidateLength, referenceLength };
}

/** How often each run of `order` words stands in a text. */
function runsOf(words: readonly string[], order: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + order <= words.length; start++) {
    const run = JSON.stringify(words.slice(start, start + order)); // no word can imitate two
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return counts;
}

const closer = (length: number, than: number, to: number): boolean => {
  const [a, b] = [Math.abs(length - to), Math.abs(than - to)];
  return a < b || (a === b && length < than);
};
