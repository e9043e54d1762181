/** For each pair of pieces, when it is merged: the lowest first. Keyed by `"one other"`, as merges.txt has it: pieces hold no space. */
export const mergeRanks = (lines: readonly string[]): ReadonlyMap<string, number> => new Map(lines.map((line, rank) => [line, rank]));

/** The pieces that are left once no pair can be merged, the pair of the lowest rank merged first, the leftmost of equals. */
export function merged(symbols: readonly string[], ranks: ReadonlyMap<string, number>): readonly string[] {
  const left = [...symbols];
  const rankAt = (i: number): number => ranks.get(`${left[i]} ${left[i + 1]}`) ?? Infinity;
  const pairs = Array.from({ length: Math.max(0, left.length - 1) }, (_, i) => rankAt(i));
  while (pairs.length > 0) {
    let best = 0;
    for (let i = 1; i < pairs.length; i++) if ((pairs[i] ?? Infinity) < (pairs[best] ?? Infinity)) best = i;
    if (pairs[best] === Infinity) break;
    left.splice(best, 2, `${left[best]}${left[best + 1]}`);
    pairs.splice(best, 1);
    if (best > 0) pairs[best - 1] = rankAt(best - 1);
    if (best < pairs.length) pairs[best] = rankAt(best);
  }
  return left;
}
