import { shown } from "../check-options.ts";

/** One number for each id, as a model gives them: the larger, the likelier. Those that are −Infinity cannot come. */
export type Logits = ArrayLike<number>;

/**
 * `log softmax` of logits, in double precision.
 *
 * @throws when there are none, one is NaN, or none is finite
 */
export function logProbabilities(where: string, logits: Logits): Float64Array {
  const largest = largestLogit(where, logits);
  let sum = 0;
  for (let id = 0; id < logits.length; id++) sum += Math.exp((logits[id] ?? -Infinity) - largest);
  const shift = largest + Math.log(sum);
  return Float64Array.from({ length: logits.length }, (_, id) => (logits[id] ?? -Infinity) - shift);
}

/** The largest number. @throws as {@link logProbabilities} */
export function largestLogit(where: string, logits: Logits): number {
  let largest = -Infinity;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] ?? NaN;
    if (Number.isNaN(logit)) throw new RangeError(`${where}: expected numbers, received ${shown(logits[id])} for id ${id}.`);
    if (logit > largest) largest = logit;
  }
  if (logits.length === 0) throw new RangeError(`${where}: expected a number for each id, received none.`);
  if (!Number.isFinite(largest))
    throw new RangeError(`${where}: the largest of ${logits.length} logits is ${largest}; one must be finite.`);
  return largest;
}

/** The ids of the `count` largest numbers, largest first; of equal ones the smaller id. −Infinity is left out. */
export function largestIds(logits: Logits, count: number): readonly number[] {
  const ids: number[] = [];
  for (let id = 0; id < logits.length; id++) {
    const value = logits[id] ?? -Infinity;
    if (value === -Infinity || (ids.length === count && value <= (logits[ids[count - 1] ?? 0] ?? -Infinity))) continue;
    let at = ids.length;
    while (at > 0 && (logits[ids[at - 1] ?? 0] ?? -Infinity) < value) at--;
    ids.splice(at, 0, id);
    if (ids.length > count) ids.pop();
  }
  return ids;
}
