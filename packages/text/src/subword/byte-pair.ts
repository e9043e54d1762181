import { checkOptions, shown } from "../check-options.ts";
import { definedOptions, isJsonObject } from "../config.ts";
import { fromByteCharacters, toByteCharacters } from "./byte-level.ts";
import { mergeRanks, merged } from "./merges.ts";
import { idOfPiece, linesOf, otherKind, pieceAt, pieces, storedLines } from "./pieces.ts";
import { specialSplitter } from "./special-pieces.ts";
import type { TextConfig } from "../config.ts";
import type { TextTokenizer } from "../text-preprocessor.ts";
import type { Pieces } from "./pieces.ts";

export interface BytePairOptions {
  /** `vocab.json`: its text, or the object of pieces and ids. */
  readonly vocab: string | Readonly<Record<string, number>>;
  /** `merges.txt`: its text, or its lines (`"Ġ t"`), the first merge first. */
  readonly merges: string | readonly string[];
  /** Pieces that stand in texts as they are, such as `"<|endoftext|>"`; default none: they are text like all else. */
  readonly specialPieces?: readonly string[];
  /** Put a space before a text that does not start with one, so that its first word is like all others; default false. */
  readonly addPrefixSpace?: boolean;
  /** Of `specialPieces`, or any piece: its id fills rows up. */
  readonly pad?: string;
}

export interface SubwordTokenizer extends TextTokenizer {
  /** The pieces of a text, in the form in which the vocabulary has them. */
  tokenize(text: string): string[];
  /** The id of a piece. */
  idOf(piece: string): number | undefined;
  /** The piece of an id. */
  pieceOf(id: number): string | undefined;
}

/**
 * Byte-pair encoding over bytes with the files of GPT-2, GPT-3 and RoBERTa: any text becomes ids and comes back as it was.
 *
 * @throws when a file is of another kind, saying what it looks like, or a special piece is unknown
 * @source Sennrich et al. 2016, "Neural machine translation of rare words with subword units"; Radford et al. 2019 (GPT-2)
 * @example
 * const gpt2 = bytePair({ vocab: await readFile("vocab.json", "utf8"), merges: await readFile("merges.txt", "utf8") });
 * gpt2.decode(gpt2.encode("Hello 🌍")); // "Hello 🌍"
 */
export function bytePair(options: BytePairOptions): SubwordTokenizer {
  checkOptions("bytePair", options, ["vocab", "merges", "specialPieces", "addPrefixSpace", "pad"]);
  const { specialPieces = [], addPrefixSpace = false, pad } = options;
  const vocabulary = pieces("bytePair", readVocabulary(options.vocab));
  const lines = readMerges(options.merges);
  const ranks = mergeRanks(lines);
  for (const special of specialPieces) idOfPiece("bytePair", "specialPieces", vocabulary, special);
  const split = specialSplitter(specialPieces);
  const known = wordCache((word) => merged(toByteCharacters(word), ranks));

  const tokenize = (text: string): string[] =>
    split(text).flatMap((part) => ("special" in part ? [part.special] : words(part.text, addPrefixSpace).flatMap(known)));
  return {
    tokenize,
    encode: (text) => tokenize(text).map((piece) => idOrRefuse(vocabulary, piece)),
    decode(ids) {
      const specials = new Set(specialPieces);
      const shownPieces = Array.from(ids, (id, at) => pieceAt("bytePair.decode", vocabulary, id, at));
      return runsOf(shownPieces, specials)
        .map((run) => (specials.has(run) ? run : fromByteCharacters(run)))
        .join("");
    },
    idOf: (piece) => vocabulary.idOf.get(piece),
    pieceOf: (id) => vocabulary.pieceOf.get(id),
    vocabularySize: vocabulary.size,
    ...(pad === undefined ? {} : { padId: idOfPiece("bytePair", "pad", vocabulary, pad) }),
    get config(): TextConfig {
      return {
        kind: "bytePair",
        options: definedOptions({ specialPieces, addPrefixSpace, pad }),
        state: { vocab: Object.fromEntries(vocabulary.idOf), merges: lines },
      };
    },
  };
}

/** The vocabulary that its own `config` describes. */
export const bytePairFromConfig = ({ options, state }: TextConfig): SubwordTokenizer =>
  bytePair({ ...options, vocab: JSON.stringify(state["vocab"] ?? null), merges: storedLines("bytePair", state["merges"]) });

/** What GPT-2 merges within: words with the space before them, numbers, signs, white space but the last one before a word. */
const wordPattern =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

const words = (text: string, addPrefixSpace: boolean): string[] =>
  (addPrefixSpace && !text.startsWith(" ") ? ` ${text}` : text).match(wordPattern) ?? [];

function idOrRefuse({ idOf }: Pieces, piece: string): number {
  const id = idOf.get(piece);
  if (id !== undefined) return id;
  throw new Error(
    `bytePair: the vocabulary has no piece ${shown(piece)}, which the merges make. Are vocab.json and merges.txt of one model?`,
  );
}

/** Neighbouring pieces joined, special ones apart: a character's bytes may lie in several pieces. */
function runsOf(all: readonly string[], specials: ReadonlySet<string>): string[] {
  const runs: string[] = [];
  let joins = false;
  for (const piece of all) {
    const isSpecial = specials.has(piece);
    if (joins && !isSpecial) runs.push(`${runs.pop() ?? ""}${piece}`);
    else runs.push(piece);
    joins = !isSpecial;
  }
  return runs;
}

/** Remembers what became of words, of the last ten thousand or so. */
function wordCache(compute: (word: string) => readonly string[]): (word: string) => readonly string[] {
  const results = new Map<string, readonly string[]>();
  return (word) => {
    const before = results.get(word);
    if (before !== undefined) return before;
    if (results.size >= 10_000) results.clear();
    const result = compute(word);
    results.set(word, result);
    return result;
  };
}

function readVocabulary(vocab: BytePairOptions["vocab"]): [string, number][] {
  const parsed = typeof vocab === "string" ? parseJson(vocab) : vocab;
  const entries = isJsonObject(parsed) ? Object.entries(parsed) : [];
  const isVocabulary = entries.length > 0 && entries.every((entry): entry is [string, number] => typeof entry[1] === "number");
  if (isVocabulary) return entries;
  throw otherKind("bytePair", "vocab to be a vocab.json of pieces and ids", vocab);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readMerges(merges: BytePairOptions["merges"]): readonly string[] {
  const lines = linesOf(merges).filter((line, i) => line !== "" && !(i === 0 && line.startsWith("#version")));
  if (lines.every((line) => /^\S+ \S+$/.test(line))) return lines;
  throw otherKind("bytePair", "merges to be a merges.txt of two pieces a line", typeof merges === "string" ? merges : merges.join("\n"));
}
