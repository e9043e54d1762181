import { tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { charVocabulary } from "../characters/char-vocabulary.ts";
import { textPreprocessorFromConfig } from "../from-config.ts";
import { tokenizer } from "../tokenizer/tokenizer.ts";
import { padSequences, stackSequences } from "./pad-sequences.ts";
import { makeSamplingTable } from "./sampling-table.ts";
import { skipgrams } from "./skipgrams.ts";
import { textSequence } from "./text-sequence.ts";

const words = tokenizer({ oovToken: "?" }).fitOnTexts(["a fine film", "a dull one"]);

/** The rows of ids as lists. */
const rowsOf = ({ shape: [, length = 0], data }: { shape: readonly number[]; data: Int32Array | Float32Array }): number[][] =>
  Array.from({ length: data.length / length }, (_, row) => Array.from(data.slice(row * length, (row + 1) * length)));

test("texts become rows of one length, and rows texts", () => {
  const texts = textSequence({ tokenizer: words, maxlen: 4 });
  const encoded = texts.encode(["a dull film", "one fine dull film a"]);
  expect(encoded).toMatchObject({ dtype: "int32", shape: [2, 4] });
  expect(rowsOf(encoded)).toEqual([
    [0, 2, 5, 4],
    [3, 5, 4, 2],
  ]);
  expect(texts.decode(rowsOf(encoded))).toEqual(["a dull film", "fine dull film a"]);
  expect(texts.vocabularySize).toBe(7);
});

test("rows are as long as the longest text unless told, and fill where told", () => {
  expect(rowsOf(textSequence({ tokenizer: words, padding: "post" }).encode(["a", "a fine one"]))).toEqual([
    [2, 0, 0],
    [2, 3, 6],
  ]);
  expect(rowsOf(textSequence({ tokenizer: words, maxlen: 2, truncating: "post" }).encode(["a fine one"]))).toEqual([[2, 3]]);
  const whole = textSequence({ tokenizer: words, maxlen: 4, truncating: "none", start: 7, end: 8 });
  expect(rowsOf(whole.encode(["a film"]))).toEqual([[7, 2, 4, 8]]);
  expect(() => whole.encode(["a", "a fine film"])).toThrow(
    'textSequence: text 1, "a fine film", has 3 ids, there is room for 2. Shorten it, or raise maxlen.',
  );
});

test("a start and an end are never cut", () => {
  const texts = textSequence({ tokenizer: words, maxlen: 4, start: 7, end: 8, padding: "post" });
  const encoded = texts.encode(["a fine film", "one"]);
  expect(rowsOf(encoded)).toEqual([
    [7, 3, 4, 8],
    [7, 6, 8, 0],
  ]);
  expect(texts.decode(rowsOf(encoded))).toEqual(["fine film", "one"]);
  expect(texts.vocabularySize).toBe(9);
  expect(() => textSequence({ tokenizer: words, maxlen: 2, start: 7, end: 8 })).toThrow("expected maxlen to be an integer of at least 3");
});

test("rows are what a tensor takes", async () => {
  expect(await tensor(textSequence({ tokenizer: words, maxlen: 2 }).encode(["a film"])).array()).toEqual([[2, 4]]);
});

test("a preprocessor comes back from its config as JSON", () => {
  const texts = textSequence({ tokenizer: words, maxlen: 5, padding: "post", value: 0 });
  const again = textPreprocessorFromConfig(JSON.parse(JSON.stringify(texts.config)));
  expect(again.encode(["a strange film"])).toEqual(texts.encode(["a strange film"]));
  expect(again.config).toEqual(texts.config);
});

test("texts without ids are refused by their place, or filled when allowed", () => {
  const known = tokenizer().fitOnTexts(["a film"]);
  expect(() => textSequence({ tokenizer: known }).encode(["a", " "])).toThrow('textSequence: text 1, " ", is empty. Leave it out');
  expect(() => textSequence({ tokenizer: known }).encode(["strange"])).toThrow('text 0, "strange", has no word of the vocabulary');
  expect(rowsOf(textSequence({ tokenizer: known, maxlen: 2, allowEmpty: true }).encode([""]))).toEqual([[0, 0]]);
});

test("words that a tokenizer would leave out are refused where they must not be", () => {
  const known = tokenizer({ numWords: 3 }).fitOnTexts(["a film", "a fine film"]); // a 1, film 2; fine is one too many
  const strict = textSequence({ tokenizer: known, allowUnknown: false });
  expect(rowsOf(strict.encode(["film a"]))).toEqual([[2, 1]]);
  expect(() => strict.encode(["a", "a fine film"])).toThrow(
    'textSequence: text 1, "a fine film", has the word "fine", which is not in the vocabulary. Without allowUnknown: false it is left out.',
  );
  expect(() => textPreprocessorFromConfig(JSON.parse(JSON.stringify(strict.config))).encode(["fine"])).toThrow('has the word "fine"');
  expect(rowsOf(textSequence({ tokenizer: words, allowUnknown: false }).encode(["a strange"]))).toEqual([[2, 1]]); // it has an id for them
  expect(rowsOf(textSequence({ tokenizer: charVocabulary("ab"), allowUnknown: false }).encode(["ab"]))).toEqual([[0, 1]]);
});

test("what cannot be filled up is refused", () => {
  const letters = charVocabulary("abc");
  expect(() => textSequence({ tokenizer: letters }).encode(["ab", "a"])).toThrow(
    "text 1 is shorter than 2 ids, and this tokenizer has no id for filling",
  );
  expect(rowsOf(textSequence({ tokenizer: letters, value: 3 }).encode(["ab", "a"]))).toEqual([
    [0, 1],
    [3, 0],
  ]);
  expect(() => textSequence({ tokenizer: letters, padding: "none" }).encode(["ab", "a"])).toThrow(
    "stackSequences: rows need one length, but sequence 0 has 2 steps and sequence 1 has 1. padSequences makes them equal.",
  );
  expect(rowsOf(textSequence({ tokenizer: letters, padding: "none" }).encode(["ab", "ca"]))).toEqual([
    [0, 1],
    [2, 0],
  ]);
  // @ts-expect-error one text is no list
  expect(() => textSequence({ tokenizer: letters }).encode("ab")).toThrow("Put one text in a list");
  // @ts-expect-error a number is no text
  expect(() => textSequence({ tokenizer: letters }).encode(["a", 1])).toThrow("expected texts, received 1 at 1");
  expect(() => textSequence({ tokenizer: letters, padding: "left" as "pre" })).toThrow('received "left"');
});

test("padding refuses what is no sequence of its dtype", () => {
  expect(() => padSequences([])).toThrow("expected a list of sequences, received an array of 0");
  expect(() => padSequences([[], []])).toThrow("every sequence is empty; give the steps of a row as maxlen");
  // @ts-expect-error a number is no sequence
  expect(() => padSequences([[1], 2])).toThrow("expected sequences of numbers, received 2 at 1");
  expect(() => padSequences([[1], [0.5]])).toThrow('for other numbers pass dtype: "float32"; received 0.5 at sequence 1, step 0');
  expect(() => padSequences([[[1, 2]], [[1]]])).toThrow("expected 2 numbers at sequence 1, step 0");
  expect(() => padSequences([[1]], { maxlen: 0 })).toThrow("expected maxlen to be an integer of at least 1, received 0");
  expect(() => padSequences([[1]], { length: 3 } as object)).toThrow('there is no option "length"');
  expect(
    stackSequences([
      [1, 2],
      [3, 4],
    ]),
  ).toEqual({ dtype: "int32", shape: [2, 2], data: Int32Array.of(1, 2, 3, 4) });
});

test("negative samples are drawn from the vocabulary, as many as asked, the same for a seed", () => {
  const options = { vocabularySize: 6, windowSize: 1, negativeSamples: 2, seed: 3 };
  const { couples, labels } = skipgrams([1, 2, 3, 4, 5], options);
  expect(labels.filter((label) => label === 1)).toHaveLength(8);
  expect(labels.filter((label) => label === 0)).toHaveLength(16);
  couples.forEach(([word, other], i) => {
    expect(word).toBeGreaterThan(0);
    expect(other).toBeGreaterThan(0);
    expect(other).toBeLessThan(6);
    expect(labels[i] === 0 || Math.abs(word - other) === 1).toBe(true);
  });
  expect(skipgrams([1, 2, 3, 4, 5], options)).toEqual({ couples, labels });
  expect(skipgrams([1, 2, 3, 4, 5], { ...options, seed: 4 })).not.toEqual({ couples, labels });
});

test("a sampling table leaves frequent words out as often as it says", () => {
  const table = makeSamplingTable(5000, 1e-3);
  const keeping = table[2] ?? 0;
  const { couples } = skipgrams(
    Array.from({ length: 20_000 }, (_, i) => (i % 2) + 2),
    {
      vocabularySize: 5000,
      windowSize: 1,
      negativeSamples: 0,
      samplingTable: table,
      seed: 1,
    },
  );
  const kept = couples.filter(([word]) => word === 2).length / 20_000;
  expect(Math.abs(kept - keeping)).toBeLessThan(4 * Math.sqrt((keeping * (1 - keeping)) / 10_000));
  expect(() => skipgrams([7], { vocabularySize: 8, samplingTable: makeSamplingTable(5) })).toThrow(
    "id 7 is outside the samplingTable of 5 ranks",
  );
});
