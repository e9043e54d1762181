import { checkOptions } from "../check-options.ts";
import { charactersMap, identityMap } from "./characters-map.ts";
import { idOfPiece, otherKind, pieceAt, pieces } from "./pieces.ts";
import { readSentencePieceFile } from "./sentence-piece-file.ts";
import { sentencePieceNormalizer } from "./sentence-piece-normalizer.ts";
import { readUnigramJson } from "./unigram-json.ts";
import { bestPieces } from "./best-pieces.ts";
import type { TextConfig } from "../config.ts";
import type { SubwordTokenizer } from "./byte-pair.ts";
import { readUnigramModel, spaceMark } from "./unigram-model.ts";
import type { UnigramModel } from "./unigram-model.ts";

export interface UnigramOptions {
  /** The bytes of a `.model` file of SentencePiece, or the text of a `tokenizer.json` that was made of one. */
  readonly model: Uint8Array | string;
}

/**
 * The unigram model of SentencePiece (T5, ALBERT, XLNet, mBART): of all ways to cut a text into pieces, the most probable.
 *
 * @throws when the file is of another kind, saying what it looks like, or a model of another type
 * @source Kudo 2018, "Subword regularization"
 * @example
 * const t5 = unigram({ model: await readFile("spiece.model") });
 * t5.tokenize("Hello world"); // ["▁Hello", "▁world"]
 */
export function unigram(options: UnigramOptions): SubwordTokenizer {
  checkOptions("unigram", options, ["model"]);
  const { model } = options;
  if (typeof model === "string") return unigramOf(readUnigramJson(model));
  if (model instanceof Uint8Array) return unigramOf(readSentencePieceFile(model));
  throw otherKind("unigram", "model to be the bytes of a .model file or the text of a tokenizer.json", model);
}

function unigramOf(model: UnigramModel): SubwordTokenizer {
  const vocabulary = pieces(
    "unigram",
    model.pieces.map(([piece], id) => [piece, id] as const),
  );
  const unknown = model.pieces[model.unknownId]?.[0];
  if (unknown === undefined) throw new Error("unigram: the model has no piece for what it does not know.");
  const blob = Uint8Array.from(atob(model.charactersMap), (character) => character.charCodeAt(0));
  const normalize = sentencePieceNormalizer(model, blob.length === 0 ? identityMap : charactersMap(blob));
  const best = bestPieces(model);
  const typeOf = (id: number): string | undefined => model.pieces[id]?.[2];

  /** Neighbouring unknown characters are one piece, or a piece for each byte. */
  const known = (found: readonly string[]): string[] => {
    const result: { piece: string; id: number }[] = [];
    for (const piece of found) {
      const id = vocabulary.idOf.get(piece);
      const isKnown = id !== undefined && typeOf(id) !== "control" && typeOf(id) !== "unknown" && typeOf(id) !== "byte";
      if (isKnown) result.push({ piece, id });
      else if (model.byteFallback)
        result.push(...bytePieces(piece).map((byte) => ({ piece: byte, id: idOfPiece("unigram", "byte_fallback", vocabulary, byte) })));
      else if (result.at(-1)?.id !== model.unknownId) result.push({ piece: unknown, id: model.unknownId });
    }
    return result.map(({ piece }) => piece);
  };
  const tokenize = (text: string): string[] => known(best(normalize(text)));
  const pad = vocabulary.idOf.get("<pad>");
  return {
    tokenize,
    encode: (text) => tokenize(text).map((piece) => vocabulary.idOf.get(piece) ?? model.unknownId),
    decode(ids) {
      const parts = Array.from(ids, (id, at) => [pieceAt("unigram.decode", vocabulary, id, at), id] as const);
      return decoded(parts, model);
    },
    idOf: (piece) => vocabulary.idOf.get(piece),
    pieceOf: (id) => vocabulary.pieceOf.get(id),
    vocabularySize: vocabulary.size,
    ...(pad === undefined ? {} : { padId: pad }),
    get config(): TextConfig {
      return { kind: "unigram", options: {}, state: { ...model } };
    },
  };
}

/** The vocabulary that its own `config` describes. */
export const unigramFromConfig = ({ state }: TextConfig): SubwordTokenizer => unigramOf(readUnigramModel(state));

const bytePieces = (text: string): string[] =>
  Array.from(new TextEncoder().encode(text), (byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`);

function decoded(parts: readonly (readonly [string, number])[], model: UnigramModel): string {
  let text = "";
  let begun = false;
  let bytes: number[] = [];
  const flush = (): void => {
    text += new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes));
    bytes = [];
  };
  for (const [piece, id] of parts) {
    const type = model.pieces[id]?.[2];
    if (type === "byte") {
      bytes.push(Number.parseInt(piece.slice(3, 5), 16));
      continue;
    }
    flush();
    if (type === "unknown") text += model.unknownText;
    else if (type !== "control") {
      const shownPiece = text === "" && !begun ? withoutPrefix(piece, model) : piece;
      begun ||= !model.removeExtraSpaces;
      text += shownPiece.replaceAll(spaceMark, " ");
    }
  }
  flush();
  return text;
}

/** The first piece of a text without the space that was put before it. */
function withoutPrefix(piece: string, { addPrefixSpace, removeExtraSpaces }: UnigramModel): string {
  if (removeExtraSpaces) return piece.replace(leadingMarks, "");
  return addPrefixSpace && piece.startsWith(spaceMark) ? piece.slice(spaceMark.length) : piece;
}

const leadingMarks = new RegExp(`^${spaceMark}+`, "u");
