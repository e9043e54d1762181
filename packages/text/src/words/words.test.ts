import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { hashingTrick, oneHot } from "./hashing-trick.ts";
import { md5 } from "./md5.ts";
import { nGrams } from "./n-grams.ts";
import { segmentSentences } from "./segment-sentences.ts";
import { graphemes, segmentWords } from "./segment.ts";
import { textToWordSequence } from "./text-to-word-sequence.ts";

test("MD5 is Node's, whatever the length", () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37) % 256);
    expect(Buffer.from(md5(bytes).buffer).toString("hex")).toBe(createHash("md5").update(bytes).digest("hex"));
  }
});

test("hashes come from the function that is given", () => {
  expect(hashingTrick("a bb ccc", 3, { hashFunction: (word) => word.length })).toEqual([2, 1, 2]);
  expect(() => hashingTrick("a", 3, { hashFunction: () => -1 })).toThrow(
    'expected a non-negative integer from hashFunction, received -1 for "a"',
  );
  expect(() => hashingTrick("a", 1)).toThrow("hashingTrick: expected n to be an integer of at least 2, received 1.");
  expect(oneHot("The cat sat", 50)).toEqual(hashingTrick("the cat sat", 50));
});

test("n-grams stand in the order of the words, shorter ones first", () => {
  expect(nGrams(["to", "be", "or", "not"])).toEqual(["to be", "be or", "or not"]);
  expect(nGrams(Array.from("北京市"), { size: [1, 2], separator: "" })).toEqual(["北", "京", "市", "北京", "京市"]);
  expect(nGrams(["a"], { size: 3 })).toEqual([]);
  expect(() => nGrams(["a"], { size: 0 })).toThrow("expected size to be an integer of at least 1, received 0");
  expect(() => nGrams(["a"], { size: [2, 1] })).toThrow("expected the largest size to be an integer of at least 2");
});

test("words of Chinese and Japanese are found without spaces", () => {
  expect(segmentWords("我喜欢深度学习,你呢?", { locale: "zh" }).join("|")).toBe("我|喜欢|深度|学习|你|呢");
  expect(segmentWords("今日は天気がいい。", { locale: "ja" })).not.toContain("。");
});

test("words keep right-to-left scripts in reading order, and apostrophes within", () => {
  expect(segmentWords("שלום, עולם!")).toEqual(["שלום", "עולם"]);
  expect(segmentWords("مرحبا بالعالم 123", { locale: "ar" })).toEqual(["مرحبا", "بالعالم", "123"]);
  expect(segmentWords("Don't stop", { locale: "en" })).toEqual(["Don't", "stop"]);
});

test("sentences of any script end where the engine's own segmenter ends them", () => {
  const texts = [
    'She left (early). "Why?" he asked! Nobody said 3.14, or www.a.com/b.c; so it went...\n\nThe end',
    "我走了。你呢？他说！好吧",
    "هل نمت؟ نعم. لا!",
    "यह ठीक है। अच्छा।",
  ];
  for (const text of texts) {
    const own = Array.from(new Intl.Segmenter("en", { granularity: "sentence" }).segment(text), ({ segment }) => segment.trim());
    expect(segmentSentences(text)).toEqual(own.filter((sentence) => sentence !== ""));
  }
});

test("sentences may go on in lower case, and those of nothing are left out", () => {
  expect(segmentSentences("mary left . john stayed .  ")).toEqual(["mary left .", "john stayed ."]);
  expect(segmentSentences("one line\nof two. \r\n\r\nthree")).toEqual(["one line\nof two.", "three"]);
  expect(segmentSentences("我走了。「你呢？」他说")).toEqual(["我走了。", "「你呢？」", "他说"]);
  expect(segmentSentences(" \n ")).toEqual([]);
});

test("an emoji is one word and one character, with skin tone and joiners; a flag too", () => {
  expect(segmentWords("hi 👩🏽‍🚀🇩🇪 1️⃣!")).toEqual(["hi", "👩🏽‍🚀", "🇩🇪", "1️⃣"]);
  expect(segmentWords("a + b!", { punctuation: true })).toEqual(["a", "+", "b", "!"]);
  expect(graphemes("ne\u0301👨‍👩‍👧🇨🇳ก็")).toEqual(["n", "e\u0301", "👨‍👩‍👧", "🇨🇳", "ก็"]);
});

test("long texts are cut where the engine's own segmenter cuts too", () => {
  const parts = [
    "hello wörld, 3.14 1,000 ",
    "我喜欢深度学习。你呢？",
    "ภาษา ำไทย ",
    "👩🏽‍🚀 🇩🇪🇨🇳\r\n",
    "a\u0301 \u0301b it's ",
    "한국어 문장 ",
    "שלום עולם ",
  ];
  const text = Array.from({ length: 300 }, (_, i) => parts[(i * i + 3 * i) % parts.length]).join("");
  const whole = [...new Intl.Segmenter("zh", { granularity: "word" }).segment(text)].filter(({ isWordLike }) => isWordLike);
  const found = segmentWords(text, { locale: "zh" }).filter((word) => !/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(word));
  expect(found).toEqual(whole.map(({ segment }) => segment));
  expect(graphemes(text)).toEqual([...new Intl.Segmenter().segment(text)].map(({ segment }) => segment));
});

test("the time that words and sentences take grows with their number", () => {
  expect(segmentWords("hello world ".repeat(50_000))).toHaveLength(100_000);
  expect(segmentSentences("a b. ".repeat(50_000))).toHaveLength(50_000);
  expect(segmentSentences(`.${'"'.repeat(100_000)}x`)).toHaveLength(1);
});

test("bad input says what is wrong", () => {
  expect(() => segmentWords("a", { locale: "no such" })).toThrow('segmentWords: "no such" is no language tag');
  // @ts-expect-error a number is no text
  expect(() => textToWordSequence(3)).toThrow("textToWordSequence: expected a text, received 3.");
  expect(() => textToWordSequence("a", { split: "" })).toThrow('received "". For characters, see charLevel.');
  expect(() => textToWordSequence("a", { lowercase: true } as object)).toThrow(
    'there is no option "lowercase". Options: filters, lower, split.',
  );
});
