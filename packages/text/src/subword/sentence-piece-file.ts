import { otherKind } from "./pieces.ts";
import { readMessage } from "./protocol-buffer.ts";
import type { FieldValue, MessageFields } from "./protocol-buffer.ts";
import { pieceTypes } from "./unigram-model.ts";
import type { UnigramModel } from "./unigram-model.ts";

/**
 * A unigram model from the bytes of SentencePiece's `.model`.
 *
 * @throws when the file is of another kind, or a model of another type
 * @source sentencepiece_model.proto
 */
export function readSentencePieceFile(bytes: Uint8Array): UnigramModel {
  const model = messageOrRefuse(bytes);
  const trainer = inner(model, 2);
  const type = modelTypes[numberOf(trainer, 3, 1) - 1] ?? "an unknown type";
  if (type !== "unigram") throw new Error(`unigram: expected a unigram model, received one of ${type}; train with model_type="unigram".`);
  const normalizer = inner(model, 3);
  const pieces = (model.get(1) ?? []).map((piece) => readPiece(piece));
  return {
    pieces,
    unknownId: pieces.findIndex(([, , type]) => type === "unknown"),
    unknownText: trainer.has(44) ? textOf(trainer, 44) : " \u2047 ",
    byteFallback: numberOf(trainer, 35, 0) === 1,
    addPrefixSpace: numberOf(normalizer, 3, 1) === 1,
    removeExtraSpaces: numberOf(normalizer, 4, 1) === 1,
    charactersMap: base64(bytesOf(normalizer, 2)),
  };
}

const modelTypes = ["unigram", "byte pairs", "words", "characters"];

function messageOrRefuse(bytes: Uint8Array): MessageFields {
  try {
    const model = readMessage(bytes);
    if (model.get(1)?.every((piece) => piece instanceof Uint8Array) === true && model.has(2)) return model;
  } catch {
    // No protocol buffer: refused below.
  }
  throw otherKind("unigram", "a .model file of SentencePiece, or a tokenizer.json of a unigram", bytes);
}

function readPiece(value: FieldValue): UnigramModel["pieces"][number] {
  const fields = readMessage(value instanceof Uint8Array ? value : new Uint8Array());
  return [textOf(fields, 1), numberOf(fields, 2, 0), pieceTypes[numberOf(fields, 3, 1) - 1] ?? "normal"];
}

const inner = (message: MessageFields, field: number): MessageFields => readMessage(bytesOf(message, field));

function numberOf(message: MessageFields, field: number, otherwise: number): number {
  const value = message.get(field)?.at(-1);
  return typeof value === "number" ? value : otherwise;
}

const textOf = (message: MessageFields, field: number): string =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytesOf(message, field));

function bytesOf(message: MessageFields, field: number): Uint8Array {
  const value = message.get(field)?.at(-1);
  return value instanceof Uint8Array ? value : new Uint8Array();
}

const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
