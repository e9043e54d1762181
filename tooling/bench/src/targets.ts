import type { Measured, Missing } from "./measure.ts";
import type { SystemName } from "./systems.ts";
import { median } from "./timing.ts";
import type { Target } from "./workload.ts";

/** Something that must be reached, and whether it was; undefined when it could not be measured. */
export interface Verdict {
  readonly about: string;
  readonly figure: string;
  readonly target: string;
  readonly reached: boolean | undefined;
}

/** Compares the measured times with the targets of a workload. */
export function judge(id: string, targets: readonly Target[], results: readonly (Measured | Missing)[]): readonly Verdict[] {
  const resultOf = (name: SystemName): Measured | undefined =>
    results.filter((result) => "median" in result).find((result) => result.name === name);
  const timeOf = (name: SystemName): number | undefined => resultOf(name)?.median;
  const peakOf = (name: SystemName): number | undefined => resultOf(name)?.peak;
  return targets.map((target): Verdict => {
    const ours = timeOf(target.system);
    if ("atMostMs" in target) {
      const figure = ours === undefined ? "not measured" : printTime(ours);
      return {
        about: `${id}: ${target.system}`,
        figure,
        target: `at most ${printTime(target.atMostMs)}`,
        reached: ours === undefined ? undefined : ours <= target.atMostMs,
      };
    }
    if ("peakAtMost" in target) {
      const [own, other] = [peakOf(target.system), peakOf(target.against)];
      const ratio = own === undefined || other === undefined ? undefined : own / other;
      return {
        about: `${id}: peak memory of ${target.system} by that of ${target.against}`,
        figure: ratio === undefined ? "not measured" : printRatio(ratio),
        target: `at most ${target.peakAtMost}`,
        reached: ratio === undefined ? undefined : ratio <= target.peakAtMost,
      };
    }
    const times = timeRatio(resultOf(target.system), resultOf(target.against));
    if ("fasterBy" in target) {
      const ratio = times === undefined ? undefined : 1 / times;
      return {
        about: `${id}: ${target.system} faster than ${target.against}`,
        figure: ratio === undefined ? "not measured" : `${printRatio(ratio)} ×`,
        target: `at least ${target.fasterBy} ×`,
        reached: ratio === undefined ? undefined : ratio >= target.fasterBy,
      };
    }
    return {
      about: `${id}: time of ${target.system} by that of ${target.against}`,
      figure: times === undefined ? "not measured" : printRatio(times),
      target: `at most ${target.atMost}`,
      reached: times === undefined ? undefined : times <= target.atMost,
    };
  });
}

/**
 * The time of one system by that of another: the median of what it was in each round that both had a turn in. A machine that is shared is
 * faster in one minute than in the next; within a round both had the same minute.
 */
function timeRatio(own: Measured | undefined, other: Measured | undefined): number | undefined {
  if (own === undefined || other === undefined) return undefined;
  const ratios = [...own.rounds].flatMap(([round, time]) => {
    const theirs = other.rounds.get(round);
    return theirs === undefined ? [] : [time / theirs];
  });
  return ratios.length === 0 ? undefined : median(ratios);
}

/** `3.91 ms`, or `14.2 µs` below a millisecond. */
export const printTime = (milliseconds: number): string =>
  milliseconds < 1
    ? `${(milliseconds * 1000).toPrecision(3)} µs`
    : `${milliseconds < 100 ? milliseconds.toPrecision(3) : milliseconds.toFixed(0)} ms`;

/** `412 MB` */
export const printMemory = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;

export const printRatio = (ratio: number): string => (ratio < 100 ? ratio.toPrecision(3) : ratio.toFixed(0));
