import type { SeededRandom } from "../rows/seeded-random.ts";

/**
 * Shares `total` among groups in proportion to their `sizes`, by largest remainder; equal remainders are settled at random.
 *
 * A share is never larger than its group as long as `total` is at most the sum of the sizes.
 */
export function proportional(total: number, sizes: readonly number[], random: SeededRandom): number[] {
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  const exact = sizes.map((size) => (total * size) / whole);
  const shares = exact.map(Math.floor);
  const left = total - shares.reduce((sum, share) => sum + share, 0);
  const remainder = (group: number) => (exact[group] ?? 0) - (shares[group] ?? 0);
  const byRemainder = [...random.permutation(sizes.length)].toSorted((a, b) => remainder(b) - remainder(a));
  for (const group of byRemainder.slice(0, left)) shares[group] = (shares[group] ?? 0) + 1;
  return shares;
}
