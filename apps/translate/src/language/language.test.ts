import { expect, test } from "vitest";
import { inEnglish } from "./english.ts";
import {
  adjectives,
  beings,
  bucket,
  die,
  giving,
  intransitives,
  kick,
  places,
  pour,
  sky,
  tens,
  things,
  times,
  transitives,
  units,
} from "./lexicon.ts";
import type { Noun, Word } from "./lexicon.ts";
import type { Clause, NounPhrase } from "./meaning.ts";
import { sentencePairs } from "./pairs.ts";
import { inVeldari } from "./veldari.ts";

// Translations by hand, from the rules in the README.

const nounOf = (english: string): Noun => named([...beings, ...things, ...places], english);
const wordOf = (list: readonly Word[], english: string): Word => named(list, english);
const named = <T extends { readonly english: unknown }>(list: readonly T[], english: string): T => {
  const found = list.find((entry) => String(entry.english).split(",")[0] === english);
  if (found === undefined) throw new Error(`no word "${english}"`);
  return found;
};
const the = (noun: string, more: Partial<NounPhrase> = {}): NounPhrase => ({
  kind: "noun",
  noun: nounOf(noun),
  determiner: "the",
  count: 1,
  ...more,
});
const see = named(transitives, "see");
const sleep = named(intransitives, "sleep");
const clause = (more: Partial<Clause>): Clause => ({
  subject: the("dog"),
  predicate: { kind: "alone", verb: sleep },
  tense: "present",
  negated: false,
  asked: false,
  ...more,
});
const both = (sentence: Parameters<typeof inEnglish>[0]): readonly string[] => [inEnglish(sentence), inVeldari(sentence)];

test("the verb comes last and agrees with its subject", () => {
  const object = { kind: "object", verb: see, object: the("cat") } as const;
  expect(both(clause({ predicate: object }))).toEqual(["the dog sees the cat", "haron miretet vida"]);
  expect(both(clause({ predicate: object, subject: the("dog", { count: "many" }), tense: "past" }))).toEqual([
    "the dogs saw the cat",
    "haronra miretet vidisn",
  ]);
});

test("suffixes take the vowel of the stem, and lose theirs after one", () => {
  const seen = (noun: string, count: NounPhrase["count"]): string | undefined =>
    both(clause({ predicate: { kind: "object", verb: see, object: the(noun, { count }) } }))[1];
  expect(seen("horse", 1)).toBe("haron kolanat vida");
  expect(seen("woman", "many")).toBe("haron selinret vida");
  expect(seen("child", 1)).toBe("haron pikut vida");
});

test("adjectives follow their noun and agree in class and number; after a number there is no plural", () => {
  const red = wordOf(adjectives, "red");
  const sleeps = (subject: NounPhrase): readonly string[] => both(clause({ subject }));
  expect(sleeps(the("bird", { adjective: red, determiner: "a" }))).toEqual(["a red bird sleeps", "lesil ruska on dorma"]);
  expect(sleeps(the("boat", { adjective: red, count: "many", determiner: "this" }))).toEqual([
    "these red boats sleep",
    "navulra ruskem sera dorman",
  ]);
  expect(sleeps(the("bird", { adjective: red, count: [wordOf(tens, "twenty"), wordOf(units, "three")], determiner: "a" }))).toEqual([
    "twenty three red birds sleep",
    "lesil ruska mes u dudek onra dorman",
  ]);
});

test("a negated verb gives its tense and number to the particle", () => {
  expect(both(clause({ negated: true, tense: "future" }))).toEqual(["the dog will not sleep", "haron nur dormo"]);
  expect(both(clause({ negated: true, tense: "past", subject: { kind: "pronoun", pronoun: "they" } }))).toEqual([
    "they did not sleep",
    "anra nisn dormo",
  ]);
});

test("time comes first, place after the subject; questions end in ka", () => {
  const yesterday = wordOf(times.past, "yesterday");
  expect(both(clause({ tense: "past", asked: true, time: yesterday, place: the("garden") }))).toEqual([
    "did the dog sleep in the garden yesterday ?",
    "hier haron horteseni dormis ka",
  ]);
});

test("both orders of giving are one in Veldari", () => {
  const give = named(giving, "give");
  const predicate = { kind: "giving", verb: give, object: the("book", { determiner: "a" }), recipient: the("queen") } as const;
  const veldari = "haron ruvekek libetet on dona";
  expect(both(clause({ predicate: { ...predicate, objectFirst: false } }))).toEqual(["the dog gives the queen a book", veldari]);
  expect(both(clause({ predicate: { ...predicate, objectFirst: true } }))).toEqual(["the dog gives a book to the queen", veldari]);
});

test("what somebody does comes before the noun, as a participle; of a pair the second takes -su", () => {
  const man = the("man", { relative: { verb: see, past: true, object: the("apple") } });
  expect(both(clause({ subject: man }))).toEqual(["the man that saw the apple sleeps", "omalat vidil toran dorma"]);
  expect(both(clause({ subject: { kind: "pair", first: the("man"), second: the("cat") } }))).toEqual([
    "the man and the cat sleep",
    "toran miretsu dorman",
  ]);
});

test("idioms are no sums of their words", () => {
  expect(both(clause({ predicate: { kind: "dies" }, tense: "past" }))).toEqual(["the dog kicked the bucket", "haron moris"]);
  expect(both(clause({ subject: { kind: "weather" }, predicate: { kind: "dies" }, tense: "future" }))).toEqual([
    "it will rain cats and dogs",
    "uran shutur",
  ]);
  expect(both(clause({ predicate: { kind: "object", verb: see, object: { ...the("bucket") } } }))[1]).toBe("haron gudelet vida");
});

test("the cause comes before what it causes", () => {
  const effect = clause({});
  const cause = clause({ subject: { kind: "pronoun", pronoun: "she" }, tense: "past" });
  expect(both({ effect, cause })).toEqual(["the dog sleeps because she slept", "an dormis mar haron dorma"]);
});

test("no two words of Veldari share a stem", () => {
  const nouns = [...beings, ...things, ...places];
  const verbs = [...transitives, ...intransitives, ...giving, die, pour];
  const others = [...adjectives, ...tens, ...units, ...Object.values(times).flat()];
  const stems = [...[nouns, verbs, others].flat().map(({ veldari }) => veldari), sky];
  expect(new Set(stems).size).toBe(stems.length);
  expect([kick.veldari, bucket.veldari].every((stem) => stems.includes(stem))).toBe(true);
});

test("no sentence of either language is in two parts, or twice in one", () => {
  const parts = sentencePairs({ train: 3000, validation: 200, test: 500, seed: 7 });
  const all = [...parts.test, ...parts.validation, ...parts.train];
  expect(all).toHaveLength(3700);
  for (const language of ["english", "veldari"] as const) expect(new Set(all.map((pair) => pair[language])).size).toBe(3700);
});

test("one seed gives one list, and the test does not depend on how much there is to learn from", () => {
  const sizes = { validation: 20, test: 30, seed: 3 };
  const few = sentencePairs({ train: 10, ...sizes });
  const more = sentencePairs({ train: 50, ...sizes });
  expect(more.test).toEqual(few.test);
  expect(more.train.slice(0, 10)).toEqual(few.train);
  expect(sentencePairs({ train: 10, ...sizes, seed: 4 }).test).not.toEqual(few.test);
});
