import { isJsonObject } from "../config.ts";

/**
 * What a vocabulary file looks like, for errors: `"a tokenizer.json of Hugging Face (BPE)"`.
 *
 * @param content the file as text, or its bytes
 */
export function vocabularyKind(content: unknown): string {
  if (content instanceof Uint8Array) return bytesKind(content);
  if (typeof content !== "string") return isJsonObject(content) ? objectKind(content) : `what looks like ${typeof content}`;
  if (content.trim() === "") return "an empty file";
  if (/^\s*(?:\{|\[\s*["[{\d])/.test(content)) return jsonKind(content);
  if (/^\s*<(?:!doctype|html)/i.test(content)) return "a web page; was the download refused?";
  return linesKind(content.split(/\r?\n/, 2000).filter((line) => line !== ""));
}

function jsonKind(content: string): string {
  try {
    const parsed: unknown = JSON.parse(content);
    return isJsonObject(parsed) ? objectKind(parsed) : "a list in JSON";
  } catch {
    return "what looks like damaged JSON";
  }
}

function objectKind(parsed: Readonly<Record<string, unknown>>): string {
  const { model } = parsed;
  if (isJsonObject(model))
    return `a tokenizer.json of Hugging Face (${typeof model["type"] === "string" ? model["type"] : "of an unknown model"})`;
  if (parsed["class_name"] === "Tokenizer") return "a file of Keras's Tokenizer";
  const values = Object.values(parsed);
  const numbers = values.length > 0 && values.every((value) => typeof value === "number");
  return numbers ? "a vocab.json of pieces and ids, as byte-pair vocabularies have" : "JSON that is no vocabulary";
}

function linesKind(lines: readonly string[]): string {
  const share = (pattern: RegExp): number => lines.filter((line) => pattern.test(line)).length / lines.length;
  if (lines[0]?.startsWith("#version") === true) return "a merges.txt of byte-pair merges";
  if (lines.includes("[UNK]") || lines.some((line) => line.startsWith("##"))) return "a vocab.txt of WordPiece, as BERT has";
  if (share(/^\S+\t-?[\d.]+(e-?\d+)?$/i) > 0.9) return "a .vocab file of SentencePiece, pieces with scores";
  if (share(/^[A-Za-z0-9+/]+={0,2} \d+$/) > 0.9) return "a .tiktoken file, pieces in base64 with ranks";
  if (share(/^\S+ \S+$/) > 0.9) return "a merges.txt of byte-pair merges";
  return "text that is no vocabulary we know";
}

/** SentencePiece's models are protocol buffers whose first field is a piece: a message with a text first. */
function bytesKind(bytes: Uint8Array): string {
  if (bytes[0] === 0x0a && bytes[2] === 0x0a) return "a .model file of SentencePiece";
  return vocabularyKind(new TextDecoder().decode(bytes.subarray(0, 1 << 20)));
}
