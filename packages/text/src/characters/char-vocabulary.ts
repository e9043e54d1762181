import { checkChoice, checkOptions, checkTexts, shown } from "../check-options.ts";
import { definedOptions } from "../config.ts";
import { idOfPiece, pieceAt, pieces } from "../subword/pieces.ts";
import { checkAnalysis } from "../words/analyzer.ts";
import { graphemes } from "../words/segment.ts";
import type { TextConfig } from "../config.ts";
import type { SubwordTokenizer } from "../subword/byte-pair.ts";
import type { NormalForm } from "../words/analyzer.ts";

export interface CharVocabularyOptions {
  /** What a character is: a code point, or what a reader counts as one, accents and joined emoji included. Default `"codePoints"`. */
  readonly level?: "codePoints" | "graphemes";
  /** A Unicode normal form that texts are brought to first; default: they stay as they are. */
  readonly normalization?: NormalForm;
  /** Pieces that stand for no character, with ids from 0: `["<pad>", "<start>", "<end>"]`. Default none. */
  readonly specialPieces?: readonly string[];
  /** Of `specialPieces`: its id fills rows up. */
  readonly pad?: string;
  /** Of `specialPieces`: stands for characters that are not in the vocabulary. Default: they are refused. */
  readonly unknown?: string;
}

/**
 * The characters of texts with an id each, in the order of their code points: for models that read and write letters.
 *
 * `encode` and `decode` are each other's inverse; special pieces are left out of texts.
 *
 * @param texts what the vocabulary is made of: a text, or a list
 * @throws when there is no character, an option is unknown; `encode` when a character is unknown, `decode` when an id is
 * @example
 * const characters = charVocabulary("to be or not to be");
 * characters.encode("bone"); // [1, 4, 3, 2]
 * characters.decode([6, 4, 0, 1, 2]); // "to be"
 */
export function charVocabulary(texts: string | readonly string[], options: CharVocabularyOptions = {}): SubwordTokenizer {
  const all = checkTexts("charVocabulary", typeof texts === "string" ? [texts] : texts);
  const split = splitter(options);
  const found = new Set<string>();
  for (const text of all) for (const character of split(text)) found.add(character);
  if (found.size === 0) throw new Error("charVocabulary: the texts are empty, so there is no character to learn.");
  return vocabularyOfCharacters([...found].toSorted(byCodePoints), options);
}

/** The vocabulary that its own `config` describes. */
export function charVocabularyFromConfig({ options, state }: TextConfig): SubwordTokenizer {
  const { characters } = state;
  const isList = Array.isArray(characters) && characters.every((character) => typeof character === "string");
  if (!isList) throw new TypeError("charVocabulary: expected state.characters to be a list. Was the config written by charVocabulary?");
  return vocabularyOfCharacters(characters, options);
}

function vocabularyOfCharacters(characters: readonly string[], options: CharVocabularyOptions): SubwordTokenizer {
  const { specialPieces = [], pad, unknown } = options;
  const split = splitter(options);
  const vocabulary = pieces(
    "charVocabulary",
    [...specialPieces, ...characters].map((piece, id) => [piece, id] as const),
  );
  const unknownId = unknown === undefined ? undefined : idOfPiece("charVocabulary", "unknown", vocabulary, unknown);

  const idOf = (character: string, at: number): number => {
    const id = vocabulary.idOf.get(character) ?? unknownId;
    if (id !== undefined) return id;
    const name = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
    throw new RangeError(
      `charVocabulary: character ${shown(character)} (${name}) at ${at} is not among the ${characters.length} of the vocabulary. ` +
        "Learn from texts that have it, or name a special piece as unknown.",
    );
  };
  return {
    tokenize: (text) => split(text).map((character) => (vocabulary.idOf.has(character) ? character : (unknown ?? character))),
    encode: (text) => split(text).map(idOf),
    decode: (ids) =>
      Array.from(ids, (id, at) => pieceAt("charVocabulary.decode", vocabulary, id, at))
        .filter((piece) => !specialPieces.includes(piece))
        .join(""),
    idOf: (piece) => vocabulary.idOf.get(piece),
    pieceOf: (id) => vocabulary.pieceOf.get(id),
    vocabularySize: vocabulary.size,
    ...(pad === undefined ? {} : { padId: idOfPiece("charVocabulary", "pad", vocabulary, pad) }),
    config: { kind: "charVocabulary", options: definedOptions({ ...options }), state: { characters } },
  };
}

function splitter(options: CharVocabularyOptions): (text: string) => string[] {
  checkOptions("charVocabulary", options, ["level", "normalization", "specialPieces", "pad", "unknown"]);
  const { level = "codePoints", normalization } = options;
  checkChoice("charVocabulary", "level", level, ["codePoints", "graphemes"]);
  checkAnalysis("charVocabulary", normalization === undefined ? {} : { normalization });
  return (text) => {
    const normal = normalization === undefined ? text : text.normalize(normalization);
    return level === "graphemes" ? graphemes(normal) : Array.from(normal);
  };
}

/** JavaScript's own order is that of UTF-16 units, which puts emoji before some letters. */
function byCodePoints(one: string, other: string): number {
  const [first, second] = [Array.from(one), Array.from(other)];
  const at = first.findIndex((character, i) => character !== second[i]);
  return at < 0 ? first.length - second.length : (first[at]?.codePointAt(0) ?? 0) - (second[at]?.codePointAt(0) ?? -1);
}
