/** Values in order, each with the number of examples up to it from the one before. */
export interface Summary {
  readonly values: readonly number[];
  readonly weights: readonly number[];
}

export const emptySummary: Summary = { values: [], weights: [] };

/**
 * Numbers as about 1 / `epsilon` of them, in float32 as Keras counts.
 *
 * @source Keras, `Discretization`: `summarize`
 */
export function summarize(data: ArrayLike<number | bigint>, epsilon: number): Summary {
  const sorted = Float32Array.from(data, Number).toSorted();
  const step = Math.max(sorted.length * epsilon, 1);
  const values: number[] = [];
  for (let at = Math.trunc(step - 1); at < sorted.length; at += Math.trunc(step)) values.push(sorted[at] ?? 0);
  return { values, weights: values.map(() => Math.fround(step)) };
}

/** Two summaries as one, within `epsilon`. */
export function mergeSummaries(a: Summary, b: Summary, epsilon: number): Summary {
  const values = [...a.values, ...b.values];
  const weights = [...a.weights, ...b.weights];
  const order = values.map((_, i) => i).toSorted((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  return compress({ values: order.map((i) => values[i] ?? 0), weights: order.map((i) => weights[i] ?? 0) }, epsilon);
}

/** What separates `numBins` bins of equal weight. */
export const boundariesOf = (summary: Summary, numBins: number): readonly number[] => compress(summary, 1 / numBins).values.slice(0, -1);

/** Values at equal steps of the weight, between those of the summary. */
function compress(summary: Summary, epsilon: number): Summary {
  if (summary.values.length * epsilon < 1) return summary;
  const sums: number[] = [];
  for (const weight of summary.weights) sums.push(Math.fround((sums.at(-1) ?? 0) + weight));
  const total = sums.at(-1) ?? 1;
  const shares = sums.map((sum) => Math.fround(sum / total));
  const percents = Array.from({ length: Math.ceil(1 / epsilon) }, (_, i) => epsilon + i * epsilon);
  const values = percents.map((percent) => interpolate(percent, shares, summary.values));
  const weights = percents.map((percent) => interpolate(percent, shares, sums));
  return { values: values.map(Math.fround), weights: weights.map((sum, i) => Math.fround(sum - (weights[i - 1] ?? 0))) };
}

/** The value at `x` on the line through the points, constant outside of them (NumPy's interp). */
function interpolate(x: number, xs: readonly number[], ys: readonly number[]): number {
  const [first = 0, last = 0] = [xs[0], xs.at(-1)];
  if (x >= last) return ys.at(-1) ?? 0;
  if (x < first) return ys[0] ?? 0;
  let [low, high] = [0, xs.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((xs[middle] ?? 0) <= x) low = middle;
    else high = middle;
  }
  const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [xs[low], xs[high], ys[low], ys[high]];
  return x1 === x0 ? y1 : y0 + ((y1 - y0) / (x1 - x0)) * (x - x0);
}
