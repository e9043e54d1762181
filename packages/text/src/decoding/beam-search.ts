import { checkCount, checkOptions, shown } from "../check-options.ts";
import { largestIds, logProbabilities } from "./logits.ts";
import type { Logits } from "./logits.ts";

export interface BeamSearchOptions {
  /** The ids that every sequence begins with: the prompt, or the id that starts a text. */
  readonly start: readonly number[];
  /**
   * Logits of the next id for each sequence, start included.
   *
   * @param parents for each sequence, the position that what it continues had in the call before; for states that are kept
   */
  readonly step: (sequences: readonly (readonly number[])[], parents: readonly number[]) => readonly Logits[] | Promise<readonly Logits[]>;
  /** How many sequences go on at a time. Default: 4. */
  readonly beams?: number;
  /** How many ids are added at most. */
  readonly maxLength: number;
  /** The id that ends a sequence. Default: none ends before `maxLength`. */
  readonly endId?: number;
  /** Scores are log-probabilities divided by the number of added ids to this power: 0 favours short sequences, above 1 long ones. Default: 1. */
  readonly lengthPenalty?: number;
  /** How many sequences to return. Default: 1. */
  readonly best?: number;
}

export interface BeamSequence {
  /** What was added to the start, the end id included. */
  readonly ids: readonly number[];
  /** The sum over the added ids. */
  readonly logProbability: number;
  /** By which sequences are ordered. */
  readonly score: number;
  /** Whether the end id came. */
  readonly ended: boolean;
}

interface Beam {
  readonly ids: readonly number[];
  readonly logProbability: number;
  readonly parent: number;
}

/**
 * The likeliest continuations, best first: of all sequences of a length only the likeliest are continued. It stops when no sequence
 * that goes on can get a better score than those that ended.
 *
 * @throws when an option is out of range, or `step` gives no logits for a sequence
 *
 * @example
 * const [best] = await beamSearch({ start: [1], step: (sequences) => predictNext(sequences), maxLength: 20, endId: 2 });
 */
export async function beamSearch(options: BeamSearchOptions): Promise<readonly BeamSequence[]> {
  checkOptions("beamSearch", options, ["start", "step", "beams", "maxLength", "endId", "lengthPenalty", "best"]);
  const { start, step, maxLength, endId, lengthPenalty = 1, best = 1 } = options;
  const beams = checkCount("beamSearch", "beams", options.beams ?? 4, 1);
  checkCount("beamSearch", "maxLength", maxLength, 1);
  checkCount("beamSearch", "best", best, 1);
  if (best > beams) throw new RangeError(`beamSearch: best is ${best}, more than the ${beams} beams. Raise beams.`);
  if (!Number.isFinite(lengthPenalty))
    throw new RangeError(`beamSearch: expected lengthPenalty to be a number, received ${shown(lengthPenalty)}.`);
  const scoreOf = (logProbability: number, length: number): number => logProbability / length ** lengthPenalty;
  const finish = ({ ids, logProbability }: Beam, ended: boolean): BeamSequence => {
    return { ids, logProbability, score: scoreOf(logProbability, ids.length), ended };
  };
  let live: readonly Beam[] = [{ ids: [], logProbability: 0, parent: 0 }];
  let finished: readonly BeamSequence[] = [];
  for (let length = 1; length <= maxLength; length++) {
    const logits = await step(
      live.map(({ ids }) => [...start, ...ids]),
      live.map(({ parent }) => parent),
    );
    if (logits.length !== live.length)
      throw new Error(`beamSearch: step was asked for ${live.length} sequences and gave logits for ${logits.length}.`);
    const ended: BeamSequence[] = [];
    const next: Beam[] = [];
    for (const candidate of continuations(live, logits, beams)) {
      if (next.length === beams) break;
      if (candidate.ids.at(-1) === endId) ended.push(finish(candidate, true));
      else next.push(candidate);
    }
    finished = bestOf([...finished, ...ended], best);
    live = next;
    const [first] = live;
    if (first === undefined) break;
    // Log-probabilities only fall; a longer sequence divides them by more, or by less.
    const bound = Math.max(scoreOf(first.logProbability, length + 1), scoreOf(first.logProbability, maxLength));
    if (finished.length === best && (finished[best - 1]?.score ?? -Infinity) >= bound) return finished;
  }
  return bestOf([...finished, ...live.map((beam) => finish(beam, false))], best);
}

/** The likeliest continuations by one id; enough that `beams` are left when every beam ends. */
function continuations(live: readonly Beam[], logits: readonly Logits[], beams: number): readonly Beam[] {
  const all = live.flatMap(({ ids, logProbability }, parent) => {
    const chances = logProbabilities("beamSearch", logits[parent] ?? []);
    return largestIds(chances, beams + 1).map((id): Beam => ({
      ids: [...ids, id],
      logProbability: logProbability + (chances[id] ?? -Infinity),
      parent,
    }));
  });
  return all.toSorted((a, b) => b.logProbability - a.logProbability); // stable: of equal ones the earlier beam
}

const bestOf = (sequences: readonly BeamSequence[], count: number): readonly BeamSequence[] =>
  sequences.toSorted((a, b) => b.score - a.score).slice(0, count);
