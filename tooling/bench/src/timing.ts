/** What an epoch took, in milliseconds, by the hooks that `fit` calls. */
export interface EpochClock {
  readonly times: number[];
  readonly callback: { readonly onEpochBegin: () => void; readonly onEpochEnd: () => void };
}

export function epochClock(): EpochClock {
  const times: number[] = [];
  let start = 0;
  return {
    times,
    callback: {
      onEpochBegin: () => {
        start = performance.now();
      },
      onEpochEnd: () => {
        times.push(performance.now() - start);
      },
    },
  };
}

/** The value below which a part of the values lie, between neighbours in proportion. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = part * (sorted.length - 1);
  const [low = NaN, high = low] = sorted.slice(Math.floor(position), Math.floor(position) + 2);
  return low + (high - low) * (position - Math.floor(position));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
