import { expect, test } from "vitest";
import { textTokenizerFromConfig } from "../from-config.ts";
import { tokenizerFromJson } from "./from-json.ts";
import { tokenizer } from "./tokenizer.ts";

test("words that are names in JavaScript, or numbers, are words", () => {
  const words = tokenizer().fitOnTexts(["constructor 10 2 __proto__ constructor"]);
  expect([...words.wordIndex]).toEqual([
    ["constructor", 1],
    ["10", 2],
    ["2", 3],
    ["proto", 4],
  ]);
  expect([...tokenizerFromJson(words.toJson()).wordCounts]).toEqual([...words.wordCounts]);
});

test("Chinese becomes words or characters", () => {
  const texts = ["我喜欢学习", "你喜欢深度学习吗"];
  const words = tokenizer({ analyzer: "words", locale: "zh" }).fitOnTexts(texts);
  expect(words.decode(words.encode("我喜欢深度学习"))).toBe("我 喜欢 深度 学习");
  expect(words.wordCounts.get("喜欢")).toBe(2);
  const characters = tokenizer({ charLevel: true }).fitOnTexts(texts);
  expect(characters.encode("学习")).toEqual([characters.wordIndex.get("学"), characters.wordIndex.get("习")]);
});

test("graphemes keep emoji and accents together, code points do not", () => {
  const text = "👩🏽‍🚀e\u0301";
  expect(tokenizer({ analyzer: "graphemes" }).fitOnTexts([text]).encode(text)).toHaveLength(2);
  expect(tokenizer({ charLevel: true }).fitOnTexts([text]).encode(text)).toHaveLength(6);
});

test("a normal form makes one word of two ways to write it", () => {
  const plain = tokenizer().fitOnTexts(["caf\u00e9", "cafe\u0301"]);
  const normal = tokenizer({ normalization: "NFC" }).fitOnTexts(["caf\u00e9", "cafe\u0301"]);
  expect(plain.wordIndex.size).toBe(2);
  expect([...normal.wordIndex]).toEqual([["caf\u00e9", 1]]);
  expect(tokenizer({ normalization: "NFKC" }).fitOnTexts(["ＡＢＣ ﬁne"]).wordIndex.has("fine")).toBe(true);
});

test("what Keras's file cannot say is refused there, and kept in the config", () => {
  const words = tokenizer({ analyzer: "words", locale: "zh", normalization: "NFKC" }).fitOnTexts(["深度学习"]);
  expect(() => words.toJson()).toThrow("Keras's file cannot say analyzer or normalization");
  const again = textTokenizerFromConfig(JSON.parse(JSON.stringify(words.config)));
  expect(again.encode("深度学习")).toEqual(words.encode("深度学习"));
  const own = tokenizer({ analyzer: (text) => text.split("|") }).fitOnTexts(["A|b"]);
  expect([...own.wordIndex.keys()]).toEqual(["A", "b"]);
  expect(() => own.config).toThrow("a file cannot hold the function analyzer");
});

test("a vocabulary grows with more texts", () => {
  const words = tokenizer().fitOnTexts(["a b"]);
  expect(words.vocabularySize).toBe(3);
  words.fitOnTexts(["b c b"]);
  expect(words.encode("a b c")).toEqual([2, 1, 3]);
  expect(tokenizer({ numWords: 2 }).fitOnTexts(["a b c"]).vocabularySize).toBe(2);
});

test("a config says each word once, and keeps a vocabulary that was cut in Keras", () => {
  const file = JSON.parse(tokenizer().fitOnTexts(["a a a b b c"]).toJson()) as { config: Record<string, string> };
  const cut = { ...file, config: { ...file.config, word_index: '{"a": 1, "b": 2}', index_word: '{"1": "a", "2": "b"}' } };
  const words = tokenizerFromJson(JSON.stringify(cut));
  expect(words.encode("a b c")).toEqual([1, 2]);
  const { config } = words;
  expect(JSON.stringify(config).match(/"b"/g)).toHaveLength(1);
  const again = textTokenizerFromConfig(JSON.parse(JSON.stringify(config)));
  expect(again.encode("a b c")).toEqual([1, 2]);
  expect(again.vocabularySize).toBe(3);
  expect(again.config).toEqual(config);
});

test("decode leaves filling out, and refuses ids that are none", () => {
  const words = tokenizer().fitOnTexts(["to be"]);
  expect(words.decode([0, 0, 1, 2])).toBe("to be");
  expect(() => words.decode([1, 7])).toThrow("tokenizer.decode: id 7 is outside the vocabulary of 2 words.");
});

test("bad input says what is wrong", () => {
  expect(() => tokenizer({ num_words: 3 } as object)).toThrow('tokenizer: there is no option "num_words". Options: numWords');
  expect(() => tokenizer({ numWords: 0 })).toThrow("expected numWords to be an integer of at least 1, received 0");
  expect(() => tokenizer({ split: "" })).toThrow("expected split to be what stands between words");
  expect(() => tokenizer({ analyzer: "chars" as "words" })).toThrow('expected analyzer to be "words" or "graphemes", received "chars"');
  expect(() => tokenizer({ normalization: "NFX" as "NFC" })).toThrow("expected normalization to be");
  expect(() => tokenizer().fitOnTexts("one text")).toThrow("expected a list of texts, received one text");
  // @ts-expect-error a number is no text
  expect(() => tokenizer().fitOnTexts([3])).toThrow("expected a text or a list of words, received 3");
  expect(() => tokenizer().textsToMatrix(["a"])).toThrow("how wide? Give numWords, or call fitOnTexts first");
  expect(() => tokenizer({ numWords: 3 }).textsToMatrix(["a"], "tfidf")).toThrow("call fitOnTexts or fitOnSequences first");
  const fitted = tokenizer().fitOnTexts(["a"]);
  expect(() => fitted.sequencesToMatrix([[1]], "mean" as "freq")).toThrow('received "mean"');
  expect(() => fitted.sequencesToMatrix([[1], [-1]])).toThrow("ids of sequence 1 to be an integer of at least 0, received -1");
});

test("a file of another kind is named", () => {
  expect(() => tokenizerFromJson('{"a": 0, "b": 1}')).toThrow("received a vocab.json of pieces and ids, as byte-pair vocabularies have");
  expect(() => tokenizerFromJson("[UNK]\n##a")).toThrow("received a vocab.txt of WordPiece, as BERT has");
  expect(() => tokenizerFromJson('{"class_name": "Tokenizer", "config": {"word_counts": "{}"}}')).toThrow(
    "expected config.word_docs to be a dictionary",
  );
  expect(() => textTokenizerFromConfig({ kind: "tokenizer", options: {}, state: {} })).toThrow(
    "expected state.documentCount to be a number",
  );
  expect(() => textTokenizerFromConfig({ kind: "tokenizr", options: {}, state: {} })).toThrow(
    'there is no kind "tokenizr". Kinds: bytePair',
  );
  expect(() => textTokenizerFromConfig("x")).toThrow('expected { kind, options, state }, received "x"');
});
