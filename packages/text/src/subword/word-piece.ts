import { checkCount, checkOptions } from "../check-options.ts";
import { definedOptions } from "../config.ts";
import { bertWords } from "./bert-words.ts";
import { idOfPiece, linesOf, otherKind, pieceAt, pieces, storedLines } from "./pieces.ts";
import { specialSplitter } from "./special-pieces.ts";
import type { SubwordTokenizer } from "./byte-pair.ts";
import type { TextConfig } from "../config.ts";
import type { Pieces } from "./pieces.ts";

export interface WordPieceOptions {
  /** `vocab.txt`: its text, or its lines; the id of a piece is its line. */
  readonly vocab: string | readonly string[];
  /** For "uncased" vocabularies; default true. */
  readonly lowercase?: boolean;
  /** Take accents off; default: as `lowercase`. */
  readonly stripAccents?: boolean;
  /** Take Chinese characters as words of their own; default true. */
  readonly chineseCharacters?: boolean;
  /** Longer words are unknown; default 100 code points. */
  readonly maxCharsPerWord?: number;
  /** The piece of words that the vocabulary cannot make; default `"[UNK]"`. */
  readonly unknown?: string;
  /** What pieces within words begin with; default `"##"`. */
  readonly continuation?: string;
  /** Put `[CLS]` before and `[SEP]` behind every text, as BERT expects; default true. */
  readonly addSpecialPieces?: boolean;
}

/**
 * WordPiece with the `vocab.txt` of BERT: words are cut into the longest pieces that the vocabulary has.
 *
 * `decode` leaves out `[CLS]`, `[SEP]` and `[PAD]`, and puts a space between words, none before punctuation: texts come back as
 * far as their vocabulary tells.
 *
 * @throws when the file is of another kind, saying what it looks like, or lacks a piece that is needed
 * @source Schuster & Nakajima 2012; Devlin et al. 2019 (BERT)
 * @example
 * const bert = wordPiece({ vocab: await readFile("vocab.txt", "utf8") });
 * bert.tokenize("unaffable"); // ["una", "##ffa", "##ble"]
 */
export function wordPiece(options: WordPieceOptions): SubwordTokenizer {
  checkOptions("wordPiece", options, optionNames);
  const { lowercase = true, maxCharsPerWord = 100, unknown = "[UNK]", continuation = "##", addSpecialPieces = true } = options;
  const { stripAccents = lowercase, chineseCharacters = true } = options;
  checkCount("wordPiece", "maxCharsPerWord", maxCharsPerWord, 1);
  const lines = readVocabulary(options.vocab, unknown);
  const vocabulary = pieces(
    "wordPiece",
    lines.map((piece, id) => [piece, id] as const),
  );
  idOfPiece("wordPiece", "unknown", vocabulary, unknown);
  const [first, last] = addSpecialPieces
    ? ["[CLS]", "[SEP]"].map((special) => idOfPiece("wordPiece", "addSpecialPieces", vocabulary, special))
    : [];
  const specials = ["[PAD]", "[CLS]", "[SEP]", "[MASK]", unknown].filter((piece) => vocabulary.idOf.has(piece));
  const split = specialSplitter(specials);
  const hidden = new Set(["[PAD]", "[CLS]", "[SEP]"]);

  const piecesOfWord = (word: string): string[] => longestPieces(word, vocabulary, { maxCharsPerWord, continuation }) ?? [unknown];
  const tokenize = (text: string): string[] =>
    split(text).flatMap((part) =>
      "special" in part ? [part.special] : bertWords(part.text, { lowercase, stripAccents, chineseCharacters }).flatMap(piecesOfWord),
    );
  const pad = vocabulary.idOf.get("[PAD]");
  return {
    tokenize,
    encode(text) {
      const ids = tokenize(text).map((piece) => vocabulary.idOf.get(piece) ?? 0);
      return [first, ...ids, last].filter((id) => id !== undefined);
    },
    decode(ids) {
      const all = Array.from(ids, (id, at) => pieceAt("wordPiece.decode", vocabulary, id, at));
      return joined(
        all.filter((piece) => !hidden.has(piece)),
        continuation,
      );
    },
    idOf: (piece) => vocabulary.idOf.get(piece),
    pieceOf: (id) => vocabulary.pieceOf.get(id),
    vocabularySize: vocabulary.size,
    ...(pad === undefined ? {} : { padId: pad }),
    get config(): TextConfig {
      const { vocab: _, ...given } = options;
      return { kind: "wordPiece", options: definedOptions({ ...given }), state: { vocab: lines } };
    },
  };
}

/** The vocabulary that its own `config` describes. */
export const wordPieceFromConfig = ({ options, state }: TextConfig): SubwordTokenizer =>
  wordPiece({ ...options, vocab: storedLines("wordPiece", state["vocab"]) });

const optionNames = [
  "vocab",
  "lowercase",
  "stripAccents",
  "chineseCharacters",
  "maxCharsPerWord",
  "unknown",
  "continuation",
  "addSpecialPieces",
];

function readVocabulary(vocab: string | readonly string[], unknown: string): readonly string[] {
  const lines = linesOf(vocab);
  if (lines.includes(unknown)) return lines;
  throw otherKind(
    "wordPiece",
    `vocab to be a vocab.txt with a piece a line, ${unknown} among them`,
    typeof vocab === "string" ? vocab : vocab.join("\n"),
  );
}

/** The longest piece first, then the longest continuation of it, and so on; undefined where none fits. */
function longestPieces(
  word: string,
  { idOf }: Pieces,
  { maxCharsPerWord, continuation }: { maxCharsPerWord: number; continuation: string },
): string[] | undefined {
  const characters = Array.from(word);
  if (characters.length > maxCharsPerWord) return undefined;
  const found: string[] = [];
  let start = 0;
  while (start < characters.length) {
    let end = characters.length;
    const pieceTo = (to: number): string => (start > 0 ? continuation : "") + characters.slice(start, to).join("");
    while (end > start && !idOf.has(pieceTo(end))) end -= 1;
    if (end === start) return undefined;
    found.push(pieceTo(end));
    start = end;
  }
  return found;
}

/** Words with spaces between; signs and clipped forms stand behind their word. */
function joined(all: readonly string[], continuation: string): string {
  const parts = all.map((piece, i) => {
    if (piece.startsWith(continuation) && i > 0) return piece.slice(continuation.length);
    return tidied(i > 0 ? ` ${piece}` : piece);
  });
  return parts.join("");
}

const tidied = (part: string): string => part.replace(/^ ([.?!,]|n't|'m|'s|'ve|'re)/, "$1");
