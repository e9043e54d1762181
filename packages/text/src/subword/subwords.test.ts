import { loadFixture } from "@tidu/testing";
import { expect, test } from "vitest";
import { textTokenizerFromConfig } from "../from-config.ts";
import { bytePair } from "./byte-pair.ts";
import { unigram } from "./unigram.ts";
import { wordPiece } from "./word-piece.ts";
import type { BytePairOptions } from "./byte-pair.ts";
import type { SubwordTokenizer } from "./byte-pair.ts";
import type { WordPieceOptions } from "./word-piece.ts";

/** A text, its ids, and what they decode to. */
type Row = readonly [text: string, ids: readonly number[], decoded: string];

interface Fixture {
  readonly bytePair: readonly {
    readonly options: Partial<BytePairOptions>;
    readonly vocab: string;
    readonly merges: string;
    readonly texts: Row[];
  }[];
  readonly wordPiece: readonly { readonly options: Partial<WordPieceOptions>; readonly vocab: string; readonly texts: Row[] }[];
  readonly unigram: readonly { readonly name: string; readonly model: string; readonly texts: Row[] }[];
  readonly unigramJson: readonly { readonly name: string; readonly json: string; readonly texts: Row[] }[];
}

// What Hugging Face's tokenizers 0.23 and SentencePiece 0.2 make of the same texts with the same files.
const fixture = loadFixture<Fixture>("subwords");

test.each(fixture.bytePair)("byte pairs with $options are Hugging Face's", ({ options, vocab, merges, texts }) => {
  expectRows(bytePair({ vocab, merges, ...options }), texts);
});

test.each(fixture.wordPiece)("WordPiece with $options is Hugging Face's", ({ options, vocab, texts }) => {
  expectRows(wordPiece({ vocab, ...options }), texts);
});

test.each(fixture.unigram)("the unigram model $name is SentencePiece's", ({ model, texts }) => {
  expectRows(unigram({ model: Uint8Array.from(Buffer.from(model, "base64")) }), texts);
});

test.each(fixture.unigramJson)("the tokenizer.json of $name is read as Hugging Face reads it", ({ json, texts }) => {
  expectRows(unigram({ model: json }), texts);
});

test.each([
  ...fixture.bytePair.map(({ vocab, merges, options }) => bytePair({ vocab, merges, ...options })),
  ...fixture.wordPiece.map(({ vocab, options }) => wordPiece({ vocab, ...options })),
  ...fixture.unigram.map(({ model }) => unigram({ model: Uint8Array.from(Buffer.from(model, "base64")) })),
  ...fixture.unigramJson.map(({ json }) => unigram({ model: json })),
])("a vocabulary ($config.kind) comes back from its config as JSON", (subject) => {
  const again = textTokenizerFromConfig(JSON.parse(JSON.stringify(subject.config)));
  for (const [text] of fixture.bytePair[0]?.texts ?? []) expect(again.encode(text)).toEqual(subject.encode(text));
  expect(again.vocabularySize).toBe(subject.vocabularySize);
  expect(again.padId).toBe(subject.padId);
  expect(again.config).toEqual(subject.config);
});

function expectRows(subject: SubwordTokenizer, rows: readonly Row[]): void {
  for (const [text, ids, decoded] of rows) {
    expect(subject.encode(text), JSON.stringify(text)).toEqual(ids);
    expect(subject.decode(ids), JSON.stringify(text)).toBe(decoded);
  }
}
