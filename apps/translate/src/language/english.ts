import { die, pour } from "./lexicon.ts";
import type { Verb } from "./lexicon.ts";
import type { Clause, NounPhrase, Sentence, Subject } from "./meaning.ts";

/** A sentence in English, words apart by spaces. */
export function inEnglish(sentence: Sentence): string {
  const words = "cause" in sentence ? [...clauseWords(sentence.effect), "because", ...clauseWords(sentence.cause)] : clauseWords(sentence);
  return words.join(" ");
}

function clauseWords(clause: Clause): readonly string[] {
  const { subject, tense, negated, asked, time, place } = clause;
  const verb = verbOf(clause);
  const plural = isPlural(subject);
  const helper = tense === "future" ? "will" : tense === "past" ? "did" : plural ? "do" : "does";
  const rest = [
    ...complement(clause),
    ...(place === undefined ? [] : ["in", ...nounPhrase(place)]),
    ...(time === undefined ? [] : [time.english]),
  ];
  const who = subjectWords(subject);
  if (asked) return [helper, ...who, ...(negated ? ["not"] : []), verb.english[0], ...rest, "?"];
  if (negated) return [...who, helper, "not", verb.english[0], ...rest];
  if (tense === "future") return [...who, "will", verb.english[0], ...rest];
  return [...who, verb.english[tense === "past" ? 2 : plural ? 0 : 1], ...rest];
}

function verbOf({ subject, predicate }: Clause): Verb {
  if (subject.kind === "weather") return pour;
  return predicate.kind === "dies" ? die : predicate.verb;
}

function complement({ predicate }: Clause): readonly string[] {
  if (predicate.kind === "object") return nounPhrase(predicate.object);
  if (predicate.kind !== "giving") return [];
  const object = nounPhrase(predicate.object);
  const recipient = nounPhrase(predicate.recipient);
  return predicate.objectFirst ? [...object, "to", ...recipient] : [...recipient, ...object];
}

function subjectWords(subject: Subject): readonly string[] {
  switch (subject.kind) {
    case "weather":
      return ["it"];
    case "pronoun":
      return [subject.pronoun];
    case "pair":
      return [...nounPhrase(subject.first), "and", ...nounPhrase(subject.second)];
    default:
      return nounPhrase(subject);
  }
}

const isPlural = (subject: Subject): boolean =>
  subject.kind === "pair" || (subject.kind === "pronoun" ? subject.pronoun === "they" : subject.kind === "noun" && subject.count !== 1);

function nounPhrase({ noun, adjective, determiner, count, relative }: NounPhrase): readonly string[] {
  const plural = count !== 1;
  const number = typeof count === "object" ? count.flatMap((word) => (word === undefined ? [] : [word.english])) : [];
  const described = [...number, ...(adjective === undefined ? [] : [adjective.english]), plural ? noun.englishPlural : noun.english];
  const clause =
    relative === undefined ? [] : ["that", relative.verb.english[relative.past ? 2 : plural ? 0 : 1], ...nounPhrase(relative.object)];
  return [...determinerWords(determiner, plural, described[0] ?? ""), ...described, ...clause];
}

function determinerWords(determiner: NounPhrase["determiner"], plural: boolean, next: string): readonly string[] {
  if (determiner === "the") return ["the"];
  if (determiner === "a") return plural ? [] : [/^[aeiou]/.test(next) ? "an" : "a"];
  if (!plural) return [determiner];
  return [determiner === "this" ? "these" : "those"];
}
