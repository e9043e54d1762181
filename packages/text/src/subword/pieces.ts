import { shown } from "../check-options.ts";
import { vocabularyKind } from "./vocabulary-kind.ts";
import type { JsonValue } from "../config.ts";

/** Pieces of words and their ids, both ways. */
export interface Pieces {
  readonly idOf: ReadonlyMap<string, number>;
  readonly pieceOf: ReadonlyMap<number, string>;
  /** One more than the largest id. */
  readonly size: number;
}

/** @throws when two pieces have one id, or an id is no integer from 0 */
export function pieces(where: string, entries: Iterable<readonly [string, number]>): Pieces {
  const idOf = new Map<string, number>();
  const pieceOf = new Map<number, string>();
  let size = 0;
  for (const [piece, id] of entries) {
    if (!Number.isInteger(id) || id < 0) throw new TypeError(`${where}: expected an id for piece ${shown(piece)}, received ${shown(id)}.`);
    const other = pieceOf.get(id);
    if (other !== undefined && other !== piece)
      throw new Error(`${where}: pieces ${shown(other)} and ${shown(piece)} have the same id ${id}.`);
    idOf.set(piece, id);
    pieceOf.set(id, piece);
    size = Math.max(size, id + 1);
  }
  if (size === 0) throw new Error(`${where}: the vocabulary is empty.`);
  return { idOf, pieceOf, size };
}

/** @throws naming the id and where it stands, when no piece has it */
export function pieceAt(where: string, { pieceOf, size }: Pieces, id: number, at: number): string {
  const piece = pieceOf.get(id);
  if (piece !== undefined) return piece;
  throw new RangeError(`${where}: id ${id} at ${at} is outside the vocabulary, whose ids are below ${size}.`);
}

/** @throws when the vocabulary lacks a piece that an option names */
export function idOfPiece(where: string, option: string, { idOf }: Pieces, piece: string): number {
  const id = idOf.get(piece);
  if (id !== undefined) return id;
  throw new Error(`${where}: the vocabulary has no piece ${shown(piece)}, which ${option} names.`);
}

/** The lines of a vocabulary file, given as its text or as lines. */
export const linesOf = (file: string | readonly string[]): readonly string[] =>
  typeof file === "string" ? file.replace(/\r?\n$/, "").split(/\r?\n/) : file;

/** The lines that a config holds. @throws when they are none */
export function storedLines(where: string, value: JsonValue | undefined): readonly string[] {
  if (Array.isArray(value) && value.every((line) => typeof line === "string")) return value;
  throw new TypeError(`${where}: expected lines in the state of the config, received ${shown(value)}. Was it written by ${where}?`);
}

/** The error for a file of another kind. */
export const otherKind = (where: string, expected: string, received: unknown): TypeError =>
  new TypeError(`${where}: expected ${expected}, received ${vocabularyKind(received)}.`);
