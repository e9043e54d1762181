import { shown } from "../check-options.ts";
import type { JsonObject, JsonValue } from "../config.ts";

/** Pieces with their log probabilities and what SentencePiece does to texts before it looks for them. JSON. */
export interface UnigramModel {
  /** The id of a piece is its place. */
  readonly pieces: readonly (readonly [piece: string, score: number, type: PieceType])[];
  readonly unknownId: number;
  /** What unknown pieces are read as. */
  readonly unknownText: string;
  /** Unknown characters become pieces of their bytes, `<0x00>` to `<0xFF>`. */
  readonly byteFallback: boolean;
  /** A space is put before a text. */
  readonly addPrefixSpace: boolean;
  /** Runs of spaces become one, and those at both ends are removed. */
  readonly removeExtraSpaces: boolean;
  /** The table of replaced characters in base64; empty for none. */
  readonly charactersMap: string;
}

/** Control pieces such as `</s>` are never found in texts, own ones (`"userDefined"`) before all others. */
export type PieceType = (typeof pieceTypes)[number];

/** How SentencePiece writes a space within pieces. */
export const spaceMark = "▁";

/**
 * The model that a config holds.
 *
 * @throws when a part is missing or of another form
 */
export function readUnigramModel(state: JsonObject): UnigramModel {
  const { pieces, unknownId, unknownText, byteFallback, addPrefixSpace, removeExtraSpaces, charactersMap } = state;
  const isModel =
    Array.isArray(pieces) &&
    pieces.every(isPiece) &&
    typeof unknownId === "number" &&
    typeof unknownText === "string" &&
    typeof byteFallback === "boolean" &&
    typeof addPrefixSpace === "boolean" &&
    typeof removeExtraSpaces === "boolean" &&
    typeof charactersMap === "string";
  if (isModel) return { pieces, unknownId, unknownText, byteFallback, addPrefixSpace, removeExtraSpaces, charactersMap };
  throw new TypeError(`unigram: expected a model in the state of the config, received ${shown(state)}. Was it written by unigram?`);
}

const isPiece = (value: JsonValue): value is readonly [string, number, PieceType] =>
  Array.isArray(value) && typeof value[0] === "string" && typeof value[1] === "number" && pieceTypes.some((type) => type === value[2]);

/** In the order in which SentencePiece numbers them from 1. */
export const pieceTypes = ["normal", "unknown", "control", "userDefined", "unused", "byte"] as const;
