import { checkCount, shown } from "../check-options.ts";
import { largestIds, largestLogit, logProbabilities } from "./logits.ts";
import type { Logits } from "./logits.ts";

/**
 * Logits divided by a temperature: below 1 likely ids become likelier still, above 1 all come closer.
 *
 * @throws when it is not above 0
 */
export function temperature(logits: Logits, temperature: number): Float32Array {
  if (!(temperature > 0 && temperature < Infinity))
    throw new RangeError(`temperature: expected a number above 0, received ${shown(temperature)}. For the likeliest id take greedy.`);
  return Float32Array.from(logits, (logit) => logit / temperature);
}

/**
 * Only the `k` likeliest ids, the others −Infinity (Fan et al. 2018). Of equal ones the smaller ids stay.
 *
 * @throws when k is no positive integer
 */
export function topK(logits: Logits, k: number): Float32Array {
  checkCount("topK", "k", k, 1);
  return only(logits, largestIds(logits, k));
}

/**
 * Only the likeliest ids that together reach the probability `p`, the others −Infinity (nucleus sampling, Holtzman et al. 2020); one
 * stays at least.
 *
 * @throws when p is not above 0 and at most 1
 */
export function topP(logits: Logits, p: number): Float32Array {
  checkShare("topP", p);
  const chances = logProbabilities("topP", logits);
  const ids = Uint32Array.from(chances, (_, id) => id).toSorted((a, b) => (chances[b] ?? 0) - (chances[a] ?? 0) || a - b);
  let reached = 0;
  const end = ids.findIndex((id) => (reached += Math.exp(chances[id] ?? -Infinity)) >= p);
  return only(logits, end < 0 ? ids : ids.subarray(0, end + 1));
}

/**
 * Only ids that are at least `p` times as likely as the likeliest, the others −Infinity (Nguyen et al. 2024).
 *
 * @throws when p is not above 0 and at most 1
 */
export function minP(logits: Logits, p: number): Float32Array {
  checkShare("minP", p);
  const least = largestLogit("minP", logits) + Math.log(p);
  return Float32Array.from(logits, (logit) => (logit >= least ? logit : -Infinity));
}

/**
 * Logits in which ids that came before are less likely: those above 0 divided by the penalty, those below multiplied (Keskar et al.
 * 2019).
 *
 * @param previous ids that came; those without a logit are passed over
 * @throws when the penalty is not above 0
 */
export function repetitionPenalty(logits: Logits, previous: Iterable<number>, penalty: number): Float32Array {
  if (!(penalty > 0 && penalty < Infinity))
    throw new RangeError(`repetitionPenalty: expected a number above 0, received ${shown(penalty)}; 1 changes nothing.`);
  const result = Float32Array.from(logits);
  for (const id of new Set(previous)) {
    const logit = result[id];
    if (logit !== undefined) result[id] = logit > 0 ? logit / penalty : logit * penalty;
  }
  return result;
}

function only(logits: Logits, ids: Iterable<number>): Float32Array {
  const result = new Float32Array(logits.length).fill(-Infinity);
  for (const id of ids) result[id] = logits[id] ?? -Infinity;
  return result;
}

function checkShare(where: string, p: number): void {
  if (!(p > 0 && p <= 1)) throw new RangeError(`${where}: expected p above 0 and at most 1, received ${shown(p)}.`);
}
