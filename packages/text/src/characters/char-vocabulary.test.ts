import { expect, test } from "vitest";
import { textTokenizerFromConfig } from "../from-config.ts";
import { charVocabulary } from "./char-vocabulary.ts";

test("characters get ids in the order of their code points", () => {
  const letters = charVocabulary("to be or not to be");
  expect(letters.vocabularySize).toBe(7);
  expect(letters.encode("bone")).toEqual([1, 4, 3, 2]);
  expect(letters.decode([6, 4, 0, 1, 2])).toBe("to be");
  expect(charVocabulary(["😀￿"]).encode("￿😀")).toEqual([0, 1]);
});

test("special pieces come first, and are no text", () => {
  const letters = charVocabulary(["ab"], { specialPieces: ["<pad>", "<unk>"], pad: "<pad>", unknown: "<unk>" });
  expect(letters.encode("abc")).toEqual([2, 3, 1]);
  expect(letters.decode([0, 2, 3, 1])).toBe("ab");
  expect(letters.padId).toBe(0);
  expect(letters.tokenize("ac")).toEqual(["a", "<unk>"]);
});

test("graphemes are one character each, in any script", () => {
  const text = "שָׁלוֹם 👩🏽‍🚀 e\u0301";
  const letters = charVocabulary(text, { level: "graphemes" });
  expect(letters.idOf("👩🏽‍🚀")).toBeDefined();
  expect(letters.decode(letters.encode(text))).toBe(text);
  expect(charVocabulary("e\u0301", { normalization: "NFC" }).encode("\u00e9")).toEqual([0]);
});

test("a vocabulary comes back from its config as JSON", () => {
  const letters = charVocabulary("深度学习 👍🏽", { level: "graphemes", specialPieces: ["<pad>"], pad: "<pad>" });
  const again = textTokenizerFromConfig(JSON.parse(JSON.stringify(letters.config)));
  expect(again.encode("学习👍🏽")).toEqual(letters.encode("学习👍🏽"));
  expect(again.padId).toBe(0);
});

test("unknown characters and ids are named", () => {
  const letters = charVocabulary("abc");
  expect(() => letters.encode("abé")).toThrow('character "é" (U+00E9) at 2 is not among the 3 of the vocabulary');
  expect(() => letters.decode([0, 9])).toThrow("charVocabulary.decode: id 9 at 1 is outside the vocabulary, whose ids are below 3.");
  expect(() => charVocabulary([""])).toThrow("the texts are empty, so there is no character to learn");
  expect(() => charVocabulary("a", { pad: "<pad>" })).toThrow('the vocabulary has no piece "<pad>", which pad names');
  expect(() => charVocabulary("a", { levels: 1 } as object)).toThrow('there is no option "levels"');
});
