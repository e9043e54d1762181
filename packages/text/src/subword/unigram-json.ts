import { shown } from "../check-options.ts";
import { isJsonObject } from "../config.ts";
import { otherKind } from "./pieces.ts";
import { spaceMark } from "./unigram-model.ts";
import type { JsonObject, JsonValue } from "../config.ts";
import type { PieceType, UnigramModel } from "./unigram-model.ts";

/**
 * A unigram model from a `tokenizer.json` of Hugging Face that was made of one of SentencePiece.
 *
 * @throws when the file is of another kind, or has a part that SentencePiece does not
 */
export function readUnigramJson(json: string): UnigramModel {
  const file = parsed(json);
  const model = isJsonObject(file) ? file["model"] : undefined;
  if (!isJsonObject(file) || !isJsonObject(model) || !Array.isArray(model["vocab"]) || (model["type"] ?? "Unigram") !== "Unigram") {
    throw otherKind("unigram", "a tokenizer.json of a unigram, or a .model file of SentencePiece", json);
  }
  const unknownId = typeof model["unk_id"] === "number" ? model["unk_id"] : -1;
  const byteFallback = model["byte_fallback"] === true;
  const added = addedPieces(file["added_tokens"]);
  const pieces = (model["vocab"] as readonly JsonValue[]).map((entry, id): UnigramModel["pieces"][number] => {
    const [piece, score]: readonly JsonValue[] = Array.isArray(entry) ? entry : [];
    if (typeof piece !== "string" || typeof score !== "number")
      throw new TypeError(`unigram: expected [piece, score] at ${id} of model.vocab, received ${shown(entry)}.`);
    const isByte = byteFallback && /^<0x[0-9A-F]{2}>$/.test(piece);
    return [piece, score, id === unknownId ? "unknown" : (added.get(id) ?? (isByte ? "byte" : "normal"))];
  });
  return {
    pieces,
    unknownId,
    unknownText: pieces[unknownId]?.[0] ?? "",
    byteFallback,
    ...readNormalizer(file["normalizer"] ?? null),
    addPrefixSpace: readPreTokenizer(file["pre_tokenizer"] ?? null),
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Special pieces are found in texts as they stand by Hugging Face, and never by SentencePiece: here as there, they are control. */
function addedPieces(added: JsonValue | undefined): Map<number, PieceType> {
  const types = new Map<number, PieceType>();
  for (const entry of Array.isArray(added) ? (added as readonly JsonValue[]) : []) {
    if (isJsonObject(entry) && typeof entry["id"] === "number")
      types.set(entry["id"], entry["special"] === true ? "control" : "userDefined");
  }
  return types;
}

function readNormalizer(normalizer: JsonValue): Pick<UnigramModel, "charactersMap" | "removeExtraSpaces"> {
  let charactersMap = "";
  let removeExtraSpaces = false;
  for (const part of partsOf(normalizer, "normalizers")) {
    const pattern = isJsonObject(part["pattern"] ?? null) ? (part["pattern"] as JsonObject)["Regex"] : undefined;
    if (part["type"] === "Precompiled" && typeof part["precompiled_charsmap"] === "string") charactersMap = part["precompiled_charsmap"];
    else if (part["type"] === "Strip" || (part["type"] === "Replace" && pattern === " {2,}")) removeExtraSpaces = true;
    else throw unknownPart("normalizer", part);
  }
  return { charactersMap, removeExtraSpaces };
}

/** Whether a space is put before texts. */
function readPreTokenizer(preTokenizer: JsonValue): boolean {
  let addsPrefixSpace = false;
  for (const part of partsOf(preTokenizer, "pretokenizers")) {
    if (part["type"] === "WhitespaceSplit") continue;
    if (part["type"] !== "Metaspace" || (part["replacement"] ?? spaceMark) !== spaceMark) throw unknownPart("pre_tokenizer", part);
    addsPrefixSpace = part["prepend_scheme"] === undefined ? part["add_prefix_space"] !== false : part["prepend_scheme"] !== "never";
  }
  return addsPrefixSpace;
}

function partsOf(value: JsonValue, list: string): readonly JsonObject[] {
  if (!isJsonObject(value)) return [];
  const parts = value["type"] === "Sequence" ? value[list] : [value];
  return Array.isArray(parts) ? (parts as readonly JsonValue[]).filter(isJsonObject) : [];
}

const unknownPart = (place: string, part: JsonObject): Error =>
  new Error(
    `unigram: the tokenizer.json has a ${place} ${shown(part["type"])} that SentencePiece does not have. @huggingface/tokenizers reads all kinds of this file.`,
  );
