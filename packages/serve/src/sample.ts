import { softmax } from "./classify.ts";

/** How the next id is chosen. */
export interface SampleOptions {
  /** Below 1 the likely becomes likelier, above 1 less so. Default: 1. */
  readonly temperature?: number;
  /** Choose among the most likely ids, as many. Default: all. */
  readonly topK?: number;
  /** Choose among the most likely ids that have this much probability together. Default: 1, all. */
  readonly topP?: number;
  /** Makes the choice reproducible. Default: another one each time. */
  readonly seed?: number;
}

/** `"greedy"`: always the most likely one. */
export type Sample = "greedy" | SampleOptions;

/**
 * What chooses the next id of log probabilities (up to a constant).
 *
 * @throws when an option is out of range
 */
export function sampler(sample: Sample): (logits: readonly number[]) => number {
  if (sample === "greedy") return (logits) => logits.indexOf(Math.max(...logits));
  const { temperature = 1, topK, topP = 1, seed = Math.floor(Math.random() * 2 ** 32) } = sample;
  if (!(temperature > 0))
    throw new RangeError(`generate: expected a temperature above 0, received ${temperature}. "greedy" takes the most likely.`);
  if (topK !== undefined && !(Number.isInteger(topK) && topK > 0))
    throw new RangeError(`generate: expected topK to be an integer of at least 1, received ${topK}.`);
  if (!(topP > 0 && topP <= 1)) throw new RangeError(`generate: expected topP above 0 and up to 1, received ${topP}.`);
  const draw = seededDraws(seed);
  return (logits) => {
    const order = logits.map((_, id) => id).toSorted((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));
    const likely = order.slice(0, topK);
    const probabilities = softmax(likely.map((id) => (logits[id] ?? 0) / temperature));
    let count = 0;
    for (let mass = 0; count < likely.length && mass < topP; count++) mass += probabilities[count] ?? 0;
    const kept = probabilities.slice(0, Math.max(1, count));
    let left = draw() * kept.reduce((sum, probability) => sum + probability, 0);
    const chosen = kept.findIndex((probability) => (left -= probability) < 0);
    return likely[chosen < 0 ? kept.length - 1 : chosen] ?? 0;
  };
}

/** Numbers in [0, 1): SplitMix32, a Weyl sequence through the finalizer of MurmurHash3. */
function seededDraws(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
  };
}
