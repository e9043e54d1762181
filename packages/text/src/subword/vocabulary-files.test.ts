import { expect, test } from "vitest";
import { bytePair } from "./byte-pair.ts";
import { unigram } from "./unigram.ts";
import { vocabularyKind } from "./vocabulary-kind.ts";
import { wordPiece } from "./word-piece.ts";

const files: readonly (readonly [content: string | Uint8Array, kind: string])[] = [
  ['{"a": 0, "Ġb": 1}', "a vocab.json of pieces and ids, as byte-pair vocabularies have"],
  ["#version: 0.2\nĠ t\nh e\n", "a merges.txt of byte-pair merges"],
  ["[PAD]\n[UNK]\nthe\n##s\n", "a vocab.txt of WordPiece, as BERT has"],
  ["<unk>\t0\n▁the\t-3.2\n", "a .vocab file of SentencePiece, pieces with scores"],
  ["IQ== 0\nIg== 1\n", "a .tiktoken file, pieces in base64 with ranks"],
  ['{"model": {"type": "BPE"}}', "a tokenizer.json of Hugging Face (BPE)"],
  ['{"class_name": "Tokenizer", "config": {}}', "a file of Keras's Tokenizer"],
  ['{"model_type": "bert"}', "JSON that is no vocabulary"],
  ["{ not json", "what looks like damaged JSON"],
  ["", "an empty file"],
  [new Uint8Array(), "an empty file"],
  ["<!doctype html>\n<p>Not found\n", "a web page; was the download refused?"],
  ["Once upon a time.\nThe end.\n", "text that is no vocabulary we know"],
  [Uint8Array.of(0x0a, 5, 0x0a, 1, 97, 0x15, 0, 0, 0, 0), "a .model file of SentencePiece"],
];

test.each(files)("%j is %s", (content, kind) => {
  expect(vocabularyKind(content)).toBe(kind);
});

test("each kind refuses the files of the others, and says what they look like", () => {
  const [vocab = "", merges = "", wordPieces = "", , tiktoken = ""] = files
    .map(([content]) => content)
    .filter((content) => typeof content === "string");
  expect(() => bytePair({ vocab: wordPieces, merges })).toThrow(
    "bytePair: expected vocab to be a vocab.json of pieces and ids, received a vocab.txt of WordPiece, as BERT has.",
  );
  expect(() => bytePair({ vocab, merges: wordPieces })).toThrow(
    "expected merges to be a merges.txt of two pieces a line, received a vocab.txt of WordPiece",
  );
  expect(() => bytePair({ vocab: merges, merges: vocab })).toThrow("received a merges.txt of byte-pair merges");
  expect(() => wordPiece({ vocab })).toThrow(
    "wordPiece: expected vocab to be a vocab.txt with a piece a line, [UNK] among them, received a vocab.json",
  );
  expect(() => wordPiece({ vocab: tiktoken })).toThrow("received a .tiktoken file");
  expect(() => unigram({ model: vocab })).toThrow(
    "unigram: expected a tokenizer.json of a unigram, or a .model file of SentencePiece, received a vocab.json",
  );
  expect(() => unigram({ model: new TextEncoder().encode(wordPieces) })).toThrow("received a vocab.txt of WordPiece");
  expect(() => unigram({ model: '{"model": {"type": "WordPiece", "vocab": []}}' })).toThrow(
    "received a tokenizer.json of Hugging Face (WordPiece)",
  );
  // @ts-expect-error a number is no file
  expect(() => unigram({ model: 3 })).toThrow("received what looks like number");
});

test("a tokenizer.json with parts that SentencePiece lacks is refused by their names", () => {
  const model = {
    type: "Unigram",
    unk_id: 0,
    vocab: [
      ["<unk>", 0],
      ["a", -1],
    ],
  };
  expect(() => unigram({ model: JSON.stringify({ model, normalizer: { type: "Lowercase" } }) })).toThrow(
    'a normalizer "Lowercase" that SentencePiece does not have',
  );
  expect(() => unigram({ model: JSON.stringify({ model, pre_tokenizer: { type: "ByteLevel" } }) })).toThrow('a pre_tokenizer "ByteLevel"');
  expect(unigram({ model: JSON.stringify({ model }) }).encode("aab")).toEqual([1, 1, 0]);
});

test("files of two models are noticed when a merge makes what the vocabulary lacks", () => {
  const subject = bytePair({ vocab: { a: 0, b: 1 }, merges: ["a b"] });
  expect(subject.encode("ba")).toEqual([1, 0]);
  expect(() => subject.encode("ab")).toThrow('the vocabulary has no piece "ab", which the merges make');
  expect(() => bytePair({ vocab: { a: 0, b: 0 }, merges: [] })).toThrow('pieces "a" and "b" have the same id 0');
  expect(() => bytePair({ vocab: { a: 0 }, merges: [], specialPieces: ["<end>"] })).toThrow('no piece "<end>", which specialPieces names');
});

test("ids outside the vocabulary are named by their place", () => {
  const subject = wordPiece({ vocab: ["[UNK]", "the", "##s"], addSpecialPieces: false });
  expect(() => subject.decode([1, 2, 3])).toThrow("wordPiece.decode: id 3 at 2 is outside the vocabulary, whose ids are below 3.");
  expect(() => wordPiece({ vocab: ["[UNK]", "the"] })).toThrow('the vocabulary has no piece "[CLS]", which addSpecialPieces names');
  expect(() => wordPiece({ vocab: ["[UNK]"], addSpecialPieces: false, maxCharsPerWord: 0 })).toThrow(
    "expected maxCharsPerWord to be an integer of at least 1",
  );
  expect(() => bytePair({ vocab: { a: 0 }, merges: [] }).decode([1])).toThrow("bytePair.decode: id 1 at 0 is outside the vocabulary");
});

test("byte pairs bring back any text, cut anywhere", () => {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const characters = bytes.filter((byte) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173));
  const vocab = Object.fromEntries([
    ...characters.map((byte) => [String.fromCodePoint(byte), byte] as const),
    ...bytes.filter((byte) => !characters.includes(byte)).map((byte, i) => [String.fromCodePoint(256 + i), byte] as const),
  ]);
  const subject = bytePair({ vocab, merges: [] });
  const text = "नमस्ते 👨‍👩‍👧‍👦 ﷽ \u0000\u0085\ufeff𝔘𝔫𝔦 e\u0301\r\n";
  expect(subject.encode(text)).toEqual([...new TextEncoder().encode(text)]);
  expect(subject.decode(subject.encode(text))).toBe(text);
  expect(subject.decode(subject.encode("é").slice(0, 1))).toBe("\ufffd");
});
