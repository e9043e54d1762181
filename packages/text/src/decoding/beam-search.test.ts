import { expect, test } from "vitest";
import { beamSearch } from "./beam-search.ts";
import type { BeamSearchOptions } from "./beam-search.ts";

/** Chances of the next of 4 ids by the last one; 0 ends. What looks best at first (1) leads to poor ends. */
const chances: Readonly<Record<number, readonly number[]>> = {
  9: [0.02, 0.5, 0.4, 0.08],
  1: [0.1, 0.3, 0.3, 0.3],
  2: [0.05, 0.02, 0.03, 0.9],
  3: [0.85, 0.05, 0.05, 0.05],
};
const after = (ids: readonly number[]): readonly number[] => (chances[ids.at(-1) ?? 9] ?? []).map(Math.log);
const step: BeamSearchOptions["step"] = (sequences) => sequences.map(after);

/** Every sequence of at most `maxLength` ids, ended or of full length, with its log-probability: the search without a search. */
function everything(
  maxLength: number,
): readonly { readonly ids: readonly number[]; readonly logProbability: number; readonly ended: boolean }[] {
  const grow = (ids: readonly number[], logProbability: number): ReturnType<typeof everything> => {
    if (ids.at(-1) === 0) return [{ ids, logProbability, ended: true }];
    if (ids.length === maxLength) return [{ ids, logProbability, ended: false }];
    return after([9, ...ids]).flatMap((chance, id) => grow([...ids, id], logProbability + chance));
  };
  return grow([], 0);
}

test("greedy choice misses what beams find", async () => {
  const options = { start: [9], step, maxLength: 3, endId: 0, lengthPenalty: 0 };
  const [greedy] = await beamSearch({ ...options, beams: 1 });
  const [best] = await beamSearch(options);
  expect(greedy?.ids.slice(0, 1)).toEqual([1]);
  expect(best).toMatchObject({ ids: [2, 3, 0], ended: true });
  expect(best?.logProbability).toBeCloseTo(Math.log(0.4 * 0.9 * 0.85), 12); // by hand
});

test.each([0, 0.6, 1, 2])("with beams for all sequences it is the exhaustive search, length penalty %f", async (lengthPenalty) => {
  const found = await beamSearch({ start: [9], step, maxLength: 4, endId: 0, lengthPenalty, beams: 90, best: 5 });
  const scored = everything(4).map((sequence) => ({ ...sequence, score: sequence.logProbability / sequence.ids.length ** lengthPenalty }));
  const expected = scored.toSorted((a, b) => b.score - a.score).slice(0, 5);
  expect(found.map(({ ids, ended }) => ({ ids, ended }))).toEqual(expected.map(({ ids, ended }) => ({ ids, ended })));
  found.forEach(({ score }, i) => expect(score).toBeCloseTo(expected[i]?.score ?? NaN, 12));
});

test("steps may take time, and know which sequence each continues", async () => {
  const parents: (readonly number[])[] = [];
  const lengths: number[] = [];
  const [best] = await beamSearch({
    start: [5, 9],
    step: async (sequences, from) => {
      await Promise.resolve();
      parents.push(from);
      lengths.push(sequences[0]?.length ?? 0);
      return sequences.map(after);
    },
    beams: 2,
    maxLength: 3,
    endId: 0,
  });
  expect(best?.ids).toEqual([2, 3, 0]);
  expect(lengths).toEqual([2, 3, 4]);
  expect(parents[0]).toEqual([0]);
  expect(parents[1]).toEqual([0, 0]);
  expect(parents[2]).toEqual([1, 0]); // [2, 3] is likelier than [1, 1]
});

test("without an end id all sequences have the full length", async () => {
  const found = await beamSearch({ start: [9], step, maxLength: 2, beams: 3, best: 3 });
  expect(found.every(({ ids, ended }) => ids.length === 2 && !ended)).toBe(true);
});

test("it stops when nothing that goes on can be better", async () => {
  let calls = 0;
  const certain = (sequences: readonly (readonly number[])[]): readonly (readonly number[])[] => {
    calls++;
    return sequences.map(() => [10, 0, 0]);
  };
  const [best] = await beamSearch({ start: [1], step: certain, maxLength: 1000, endId: 0, beams: 2, lengthPenalty: 0 });
  expect(best?.ids).toEqual([0]);
  expect(calls).toBe(1);
});

test("bad options and bad steps are refused", async () => {
  await expect(beamSearch({ start: [1], step, maxLength: 0 })).rejects.toThrow("beamSearch: expected maxLength");
  await expect(beamSearch({ start: [1], step, maxLength: 1, beams: 2, best: 3 })).rejects.toThrow("best is 3, more than the 2 beams");
  await expect(beamSearch({ start: [1], step: () => [], maxLength: 1 })).rejects.toThrow("asked for 1 sequences and gave logits for 0");
  await expect(beamSearch({ start: [1], step: () => [[NaN]], maxLength: 1 })).rejects.toThrow("expected numbers, received NaN for id 0");
});
