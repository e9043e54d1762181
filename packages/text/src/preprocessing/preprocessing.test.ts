import { expect, test } from "vitest";
import { textPreprocessorFromConfig } from "../from-config.ts";
import { hashedCrossing } from "./hashed-crossing.ts";
import { hashing } from "./hashing.ts";
import { stringLookup } from "./string-lookup.ts";
import { textVectorization } from "./text-vectorization.ts";

const texts = ["foo bar", "bar baz", "baz bada boom"]; // of Keras's docstring
const vocabulary = ["", "[UNK]", "baz", "bar", "foo", "boom", "bada"];

async function* later<T>(parts: readonly T[]): AsyncGenerator<T> {
  for (const part of parts) yield await Promise.resolve(part);
}

test("adapt takes lists, batches, iterators and what comes later; it gives a new one", async () => {
  const plain = textVectorization({ outputSequenceLength: 4 });
  const batches = [texts.slice(0, 1), texts.slice(1)];
  for (const learned of [
    plain.adapt(texts),
    plain.adapt(texts.values()),
    plain.adapt(batches),
    await plain.adapt(later(texts)),
    await plain.adapt(later(batches)),
  ]) {
    expect(learned.getVocabulary()).toEqual(vocabulary);
    expect(learned.encode(["foo qux bar", "qux baz"])).toEqual({
      dtype: "int32",
      shape: [2, 4],
      data: Int32Array.of(4, 1, 3, 0, 1, 2, 0, 0),
    });
  }
  expect(() => plain.encode(texts)).toThrow(
    "textVectorization: has no vocabulary yet. Use the one that adapt(data) returns, or give vocabulary.",
  );
});

test("a vocabulary is read, with and without special tokens, and replaced", () => {
  const learned = textVectorization().adapt(texts);
  expect(learned.getVocabulary({ includeSpecialTokens: false })).toEqual(vocabulary.slice(2));
  expect(learned.vocabularySize).toBe(7);
  expect(Array.from(learned.setVocabulary(["foo"]).encode(["foo bar"]).data)).toEqual([2, 1]);
});

test("ids become texts again, without padding", () => {
  const words = textVectorization({ outputSequenceLength: 5 }).adapt(texts);
  expect(words.decode([words.encode(["Bada, foo new!"]).data])).toEqual(["bada foo [UNK]"]);
  const letters = textVectorization({ split: "character" }).adapt(["你好🙂"]);
  expect(letters.decode([letters.encode(["🙂好你"]).data])).toEqual(["🙂好你"]);
});

test("an empty text is a row of padding", () => {
  const vectorize = textVectorization({ vocabulary: ["a"] });
  expect(vectorize.encode(["", "a"])).toEqual({ dtype: "int32", shape: [2, 1], data: Int32Array.of(0, 2) });
  expect(vectorize.encode([""]).shape).toEqual([1, 0]); // as in Keras
});

test("unicode standardization knows scripts that Keras's does not", () => {
  const split = (standardize: "unicode" | "lowerAndStripPunctuation") =>
    textVectorization({ standardize }).adapt(["ÄPFEL、ﬁne — «Œuvre»"]).getVocabulary({ includeSpecialTokens: false });
  expect(split("unicode").toSorted()).toEqual(["äpfelfine", "œuvre"].toSorted());
  expect(split("lowerAndStripPunctuation")).toContain("«Œuvre»");
});

test("functions standardize and split, but are not saved", () => {
  const words = new Intl.Segmenter("zh", { granularity: "word" });
  const vectorize = textVectorization({
    standardize: null,
    split: (text) => Array.from(words.segment(text), ({ segment }) => segment),
  }).adapt(["我喜欢电影"]);
  expect(vectorize.getVocabulary()).toContain("电影");
  expect(() => vectorize.config).toThrow("textVectorization: split is a function, which a file cannot hold.");
});

test("a mask counts nothing, and a string without an id is named", () => {
  const lookup = stringLookup({ vocabulary: ["a", "b"], numOovIndices: 0 });
  expect(() => lookup.encode(["a", "q"])).toThrow('stringLookup: "q" is not in the vocabulary. Use numOovIndices: 1');
  const counts = stringLookup({ vocabulary: ["a"], maskToken: "", outputMode: "count" });
  expect(counts.encode([["", "a", ""]])).toEqual({ dtype: "float32", shape: [1, 2], data: Float32Array.of(0, 1) });
});

test("configs come back through JSON", () => {
  const made = [
    textVectorization({
      standardize: null,
      split: "character",
      ngrams: [2, 3],
      outputMode: "tfIdf",
      maxTokens: 9,
      padToMaxTokens: true,
    }).adapt(["abab", "b"]),
    stringLookup({ numOovIndices: 2, maskToken: "m", salt: [1, 2] }).adapt([["a"], ["b"]]),
    hashing({ numBins: 5, maskValue: "m", salt: 3, outputMode: "multiHot" }),
  ];
  for (const preprocessor of made) {
    const copy = textPreprocessorFromConfig(JSON.parse(JSON.stringify(preprocessor.config)));
    expect(copy.config).toEqual(preprocessor.config);
    expect(copy.encode(["ab", "m"])).toEqual(preprocessor.encode(["ab", "m"]));
  }
});

test.each([
  [() => textVectorization({ ngram: 2 } as object), 'textVectorization: there is no option "ngram"'],
  [() => textVectorization({ split: "words" as "character" }), "textVectorization: expected split to be"],
  [() => textVectorization({ outputMode: "count", outputSequenceLength: 3 }), 'outputSequenceLength belongs to outputMode "int"'],
  [() => textVectorization({ padToMaxTokens: true }), "padToMaxTokens needs maxTokens"],
  [() => textVectorization({ vocabulary: [] }), "expected a vocabulary, received an empty one"],
  [() => textVectorization({ vocabulary: ["a", "b", "a"] }), 'the vocabulary holds "a" more than once'],
  [() => textVectorization({ vocabulary: ["a", ""] }), 'the vocabulary holds the mask token "" at 1'],
  [() => textVectorization({ vocabulary: ["a", "b"], maxTokens: 3 }), "the vocabulary has 4 tokens (2 special), more than maxTokens, 3"],
  [() => textVectorization({ vocabulary: ["a"], outputMode: "tfIdf" }), '"tfIdf" with a vocabulary needs idfWeights'],
  [() => textVectorization({ vocabulary: ["a"], idfWeights: [1] }), 'idfWeights belong to outputMode "tfIdf"'],
  [() => textVectorization().adapt("one text"), "expected a list of texts to adapt to, received one text"],
  [() => textVectorization().adapt(["", "  "]), "found no token to learn"],
  [() => stringLookup({ vocabulary: ["a"] }).encode([["a"], ["a", "b"]]), "list 1 has 2 strings, list 0 has 1"],
  [() => stringLookup({ vocabulary: [3 as never] }), "expected tokens, received 3 at 0"],
  [
    () => textPreprocessorFromConfig({ kind: "stringLookup", options: {}, state: { vocabulary: "abc" } }),
    'the config\'s vocabulary is "abc", not a list',
  ],
  [() => hashing({ numBins: 0 }), "expected numBins to be an integer of at least 1, received 0"],
  [() => hashing({ numBins: 3, salt: [1] as never }), "expected salt to be an integer or two"],
  [() => hashing({ numBins: 3 }).encode([NaN]), "expected strings or numbers, received NaN"],
  [() => hashedCrossing({ numBins: 3 }).encode([["a"]]), "expected two or more features, received 1"],
  [() => hashedCrossing({ numBins: 3 }).encode([["a"], [1, 2]]), "feature 1 has 2 values, feature 0 has 1"],
] as const)("bad input is refused: %s", (attempt, message) => {
  expect(attempt).toThrow(message);
});
