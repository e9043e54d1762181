import { die, pour, sky } from "./lexicon.ts";
import type { Tense, Verb } from "./lexicon.ts";
import type { Clause, NounPhrase, Sentence, Subject } from "./meaning.ts";

/**
 * A sentence in Veldari, an invented language. Its rules, which the README explains:
 *
 * - time, subject, place, recipient, object, verb; the cause of a thing comes before it, with `mar` between;
 * - noun, adjective, number, determiner; what it does (a relative clause) comes before the noun;
 * - suffixes of nouns take the vowel of the stem; after a number a noun stays in the singular;
 * - adjectives agree with the class and number of their noun, verbs with the number of their subject;
 * - a negated verb gives its tense to the particle before it; questions end in `ka`.
 */
export function inVeldari(sentence: Sentence): string {
  const words = "cause" in sentence ? [...clauseWords(sentence.cause), "mar", ...clauseWords(sentence.effect)] : clauseWords(sentence);
  return words.join(" ");
}

type Case = "subject" | "object" | "recipient" | "place";

function clauseWords(clause: Clause): readonly string[] {
  const { subject, predicate, asked, time, place } = clause;
  return [
    ...(time === undefined ? [] : [time.veldari]),
    ...subjectWords(subject),
    ...(place === undefined ? [] : nounPhrase(place, "place")),
    ...(predicate.kind === "giving" ? nounPhrase(predicate.recipient, "recipient") : []),
    ...(predicate.kind === "giving" || predicate.kind === "object" ? nounPhrase(predicate.object, "object") : []),
    ...verbWords(clause),
    ...(asked ? ["ka"] : []),
  ];
}

const tenseEndings = { past: "is", present: "a", future: "ur" } as const satisfies Record<Tense, string>;
const negations = { past: "nis", present: "na", future: "nur" } as const satisfies Record<Tense, string>;

function verbWords(clause: Clause): readonly string[] {
  const { tense, negated, subject } = clause;
  const agreement = isPlural(subject) ? "n" : "";
  const { veldari: stem } = verbOf(clause);
  return negated ? [`${negations[tense]}${agreement}`, `${stem}o`] : [`${stem}${tenseEndings[tense]}${agreement}`];
}

function verbOf({ subject, predicate }: Clause): Verb {
  if (subject.kind === "weather") return pour;
  return predicate.kind === "dies" ? die : predicate.verb;
}

function subjectWords(subject: Subject): readonly string[] {
  switch (subject.kind) {
    case "weather":
      return [sky];
    case "pronoun":
      return [subject.pronoun === "they" ? "anra" : "an"];
    case "pair":
      return [...nounPhrase(subject.first, "subject"), ...nounPhrase(subject.second, "subject", "su")];
    default:
      return nounPhrase(subject, "subject");
  }
}

/** A pair counts as many; a noun with a number does too, though it has no plural ending. */
const isPlural = (subject: Subject): boolean =>
  subject.kind === "pair" || (subject.kind === "pronoun" ? subject.pronoun === "they" : subject.kind === "noun" && subject.count !== 1);

/** @param clitic hangs at the end of the noun: `-su`, and */
function nounPhrase(phrase: NounPhrase, grammaticalCase: Case, clitic = ""): readonly string[] {
  const { noun, adjective, determiner, count, relative } = phrase;
  const many = count === "many";
  const plural = many ? "r" : "";
  const adjectiveEnding = `${noun.nounClass === "being" ? "a" : "e"}${many ? "m" : ""}`;
  const number = typeof count === "object" ? numberWords(count) : [];
  return [
    ...(relative === undefined ? [] : [...nounPhrase(relative.object, "object"), `${relative.verb.veldari}${relative.past ? "il" : "in"}`]),
    `${inflected(noun.veldari, plural, grammaticalCase)}${clitic}`,
    ...(adjective === undefined ? [] : [`${adjective.veldari}${adjectiveEnding}`]),
    ...number,
    ...(determiner === "the" ? [] : [`${determiners[determiner]}${count === 1 ? "" : "ra"}`]),
  ];
}

const determiners = { a: "on", this: "se", that: "so" } as const;

/** "twenty three": three and twenty. */
function numberWords([tens, units]: Exclude<NounPhrase["count"], 1 | "many">): readonly string[] {
  if (tens === undefined || units === undefined) return [tens, units].flatMap((word) => (word === undefined ? [] : [word.veldari]));
  return [units.veldari, "u", tens.veldari];
}

/** The vowel of a suffix is e after e and i, a after the others (vowel harmony); a case ending after a vowel loses its own. */
function inflected(stem: string, plural: string, grammaticalCase: Case): string {
  const vowel = /[ei][^aeiou]*$/.test(stem) ? "e" : "a";
  const base = plural === "" ? stem : `${stem}${plural}${vowel}`;
  const ending = { subject: "", object: `${vowel}t`, recipient: `${vowel}k`, place: `${vowel}ni` }[grammaticalCase];
  return /[aeiou]$/.test(base) ? `${base}${ending.slice(1)}` : `${base}${ending}`;
}
