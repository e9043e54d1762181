import { checkChoice, checkOptions } from "../check-options.ts";
import { freshSeed, seededRandom } from "../random.ts";
import { minP, repetitionPenalty, temperature, topK, topP } from "./filters.ts";
import { largestIds, largestLogit } from "./logits.ts";
import type { Logits } from "./logits.ts";

export interface SamplerOptions {
  /**
   * `"greedy"`: the likeliest id; `"random"`: any, by its probability; `"topK"`: one of the `k` likeliest; `"topP"`: one of the likeliest
   * that together reach `p`; `"minP"`: one that is at least `p` times as likely as the likeliest. Default: `"random"`.
   */
  readonly strategy?: SamplingStrategy;
  /** Below 1 bolder in likely ids, above 1 more varied; not for `"greedy"`. Default: 1. */
  readonly temperature?: number;
  /** How many ids `"topK"` leaves, default 5; with `"topP"` and `"minP"` a further limit, default none. */
  readonly k?: number;
  /** The probability of `"topP"`, default 0.9, or the share of `"minP"`, default 0.05. */
  readonly p?: number;
  /** Above 1, ids that came before become less likely. Default: 1. */
  readonly repetitionPenalty?: number;
  /** The same seed draws the same ids. Default: another each time. */
  readonly seed?: number;
}

export type SamplingStrategy = "greedy" | "random" | "topK" | "topP" | "minP";

/**
 * Chooses an id.
 *
 * @param previous the ids so far, for the repetition penalty
 * @throws when logits are missing, NaN, or none is finite
 */
export type Sampler = (logits: Logits, previous?: Iterable<number>) => number;

const strategies: readonly SamplingStrategy[] = ["greedy", "random", "topK", "topP", "minP"];

/**
 * Chooses ids from what a model gives for the next position (KerasHub's samplers). Logits pass the repetition penalty, the temperature,
 * then the strategy. Logarithms of probabilities do as well as logits.
 *
 * @throws when an option is unknown, out of range, or not for this strategy
 *
 * @example
 * const next = sampler({ strategy: "topP", p: 0.9, temperature: 0.8, seed: 1 });
 * const id = next(Float32Array.of(1, 3, -2));
 */
export function sampler(options: SamplerOptions = {}): Sampler {
  checkOptions("sampler", options, ["strategy", "temperature", "k", "p", "repetitionPenalty", "seed"]);
  const strategy = checkChoice("sampler", "strategy", options.strategy ?? "random", strategies);
  refuseUnread(strategy, options);
  const { temperature: heat = 1, k = strategy === "topK" ? 5 : undefined, repetitionPenalty: penalty = 1 } = options;
  const p = options.p ?? (strategy === "minP" ? 0.05 : 0.9);
  const random = seededRandom(options.seed ?? freshSeed());
  const filters: readonly ((logits: Logits) => Logits)[] = [
    ...(heat === 1 ? [] : [(logits: Logits) => temperature(logits, heat)]),
    ...(k === undefined ? [] : [(logits: Logits) => topK(logits, k)]),
    ...(strategy === "topP" ? [(logits: Logits) => topP(logits, p)] : strategy === "minP" ? [(logits: Logits) => minP(logits, p)] : []),
  ];
  for (const filter of filters) filter(Float32Array.of(0)); // options out of range are refused here
  repetitionPenalty([], [], penalty);
  return (logits, previous = []) => {
    const fair = penalty === 1 ? logits : repetitionPenalty(logits, previous, penalty);
    const largest = largestLogit("sampler", fair);
    if (strategy === "greedy") return largestIds(fair, 1)[0] ?? 0;
    return draw(
      filters.reduce((left, filter) => filter(left), fair),
      heat === 1 ? largest : largest / heat,
      random(),
    );
  };
}

/**
 * The id at which the probabilities, one after the other, reach a share of their sum.
 *
 * @param share in [0, 1)
 */
function draw(logits: Logits, largest: number, share: number): number {
  const weights = Float64Array.from(logits, (logit) => Math.exp(logit - largest));
  let left = share * weights.reduce((sum, weight) => sum + weight, 0);
  let last = 0;
  for (const [id, weight] of weights.entries()) {
    if (weight === 0) continue;
    if (left < weight) return id;
    left -= weight;
    last = id;
  }
  return last; // rounding left nothing over
}

function refuseUnread(strategy: SamplingStrategy, options: SamplerOptions): void {
  const unread: Readonly<Record<SamplingStrategy, readonly (keyof SamplerOptions)[]>> = {
    greedy: ["temperature", "k", "p", "seed"],
    random: ["k", "p"],
    topK: ["p"],
    topP: [],
    minP: [],
  };
  const wrong = unread[strategy].find((name) => options[name] !== undefined);
  if (wrong !== undefined)
    throw new TypeError(`sampler: the strategy "${strategy}" has no use for ${wrong}. Leave it out, or choose another.`);
}
