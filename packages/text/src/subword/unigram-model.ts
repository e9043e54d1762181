/** Pieces with their log probabilities and what SentencePiece does to texts before it looks for them. JSON. */
export interface UnigramModel {
  /** The id of a piece is its place. */
  readonly pieces: readonly (readonly [piece: string, score: number, type: PieceType])[];
  readonly unknownId: number;
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
export type PieceType = "normal" | "unknown" | "control" | "userDefined" | "unused" | "byte";

/** How SentencePiece writes a space within pieces. */
export const spaceMark = "▁";
