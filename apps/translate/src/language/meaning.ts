import type { Draws } from "@tidu/app-kit";
import { adjectives, beings, bucket, giving, intransitives, kick, places, tens, things, times, transitives, units } from "./lexicon.ts";
import type { Noun, Tense, Verb, Word } from "./lexicon.ts";

/** What a sentence says, in no language. */
export type Sentence = Clause | { readonly effect: Clause; readonly cause: Clause };

export interface Clause {
  readonly subject: Subject;
  readonly predicate: Predicate;
  readonly tense: Tense;
  readonly negated: boolean;
  readonly asked: boolean;
  readonly time?: Word | undefined;
  readonly place?: NounPhrase | undefined;
}

export type Predicate =
  | { readonly kind: "alone"; readonly verb: Verb }
  | { readonly kind: "object"; readonly verb: Verb; readonly object: NounPhrase }
  /** `toFirst`: "gives a book to the child" instead of "gives the child a book". */
  | {
      readonly kind: "giving";
      readonly verb: Verb;
      readonly object: NounPhrase;
      readonly recipient: NounPhrase;
      readonly objectFirst: boolean;
    }
  | { readonly kind: "dies" };

export type Subject =
  | NounPhrase
  | { readonly kind: "pronoun"; readonly pronoun: "he" | "she" | "they" }
  | { readonly kind: "pair"; readonly first: NounPhrase; readonly second: NounPhrase }
  /** Of "it rains cats and dogs", which has no other predicate. */
  | { readonly kind: "weather" };

export interface NounPhrase {
  readonly kind: "noun";
  readonly noun: Noun;
  readonly adjective?: Word | undefined;
  readonly determiner: "the" | "a" | "this" | "that";
  /** 1: singular; "many": plural without a number. */
  readonly count: 1 | "many" | readonly [tens: Word | undefined, units: Word | undefined];
  /** "that sees the cat" */
  readonly relative?: { readonly verb: Verb; readonly past: boolean; readonly object: NounPhrase } | undefined;
}

/** Draws something to say. */
export function drawSentence(draws: Draws): Sentence {
  if (draws.chance(0.12)) return { effect: drawClause(draws, "short"), cause: drawClause(draws, "short") };
  return drawClause(draws, "long");
}

function drawClause(draws: Draws, length: "short" | "long"): Clause {
  const long = length === "long";
  const tense = draws.pick(["past", "present", "future"] as const);
  const asked = long && draws.chance(0.2);
  const time = draws.chance(0.3) ? draws.pick(times[tense]) : undefined;
  if (draws.chance(0.02)) return { subject: { kind: "weather" }, predicate: { kind: "dies" }, tense, negated: false, asked, time };
  return {
    subject: drawSubject(draws, long),
    predicate: drawPredicate(draws, long),
    tense,
    negated: draws.chance(0.2),
    asked,
    time,
    place: long && draws.chance(0.2) ? { kind: "noun", noun: draws.pick(places), determiner: "the", count: 1 } : undefined,
  };
}

function drawSubject(draws: Draws, long: boolean): Subject {
  const which = draws.below(10);
  if (which < 2) return { kind: "pronoun", pronoun: draws.pick(["he", "she", "they"]) };
  if (which === 2 && long) {
    const [first, second] = draws.some(beings, 2);
    if (first !== undefined && second !== undefined) return { kind: "pair", first: simple(draws, first), second: simple(draws, second) };
  }
  return drawNounPhrase(draws, draws.pick(beings), { long, relative: long && draws.chance(0.15) });
}

function drawPredicate(draws: Draws, long: boolean): Predicate {
  const which = draws.below(20);
  if (which === 0) return { kind: "dies" };
  if (which < 5) return { kind: "alone", verb: draws.pick(intransitives) };
  if (which < 9 && long) {
    return {
      kind: "giving",
      verb: draws.pick(giving),
      object: drawNounPhrase(draws, draws.pick(things), { long: true }),
      recipient: simple(draws, draws.pick(beings)),
      objectFirst: draws.chance(0.5),
    };
  }
  const verb = draws.pick(transitives);
  const object = drawNounPhrase(draws, draws.pick(draws.chance(0.4) ? beings : things), { long });
  // Nobody kicks buckets: that is the idiom.
  return { kind: "object", verb: verb === kick && object.noun === bucket ? draws.pick(transitives.slice(0, 5)) : verb, object };
}

function drawNounPhrase(draws: Draws, noun: Noun, { long, relative = false }: { long: boolean; relative?: boolean }): NounPhrase {
  return {
    kind: "noun",
    noun,
    determiner: draws.pick(["the", "the", "a", "this", "that"]),
    adjective: draws.chance(long ? 0.4 : 0.2) ? draws.pick(adjectives) : undefined,
    count: drawCount(draws),
    relative: relative
      ? { verb: draws.pick(transitives.slice(0, 8)), past: draws.chance(0.5), object: simple(draws, draws.pick([...beings, ...things])) }
      : undefined,
  };
}

function drawCount(draws: Draws): NounPhrase["count"] {
  const which = draws.below(20);
  if (which < 12) return 1;
  if (which < 16) return "many";
  if (which < 18) return [undefined, draws.pick(units)];
  return [draws.pick(tens), draws.chance(0.8) ? draws.pick(units) : undefined];
}

const simple = (draws: Draws, noun: Noun): NounPhrase => ({
  kind: "noun",
  noun,
  determiner: draws.pick(["the", "the", "a"]),
  count: draws.chance(0.7) ? 1 : "many",
});
