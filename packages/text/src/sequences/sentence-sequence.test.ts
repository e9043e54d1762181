import { tensor } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { charVocabulary } from "../characters/char-vocabulary.ts";
import { textPreprocessorFromConfig } from "../from-config.ts";
import { tokenizer } from "../tokenizer/tokenizer.ts";
import { sentenceSequence } from "./sentence-sequence.ts";
import type { SentenceSequenceOptions } from "./sentence-sequence.ts";

// a 1, film 2, fine 3, dull 4, one 5: by hand, in the order of their frequency, then of their place.
const words = tokenizer().fitOnTexts(["a film", "a fine film", "a dull one"]);
const rows = (options: Omit<SentenceSequenceOptions, "tokenizer"> = {}): ReturnType<typeof sentenceSequence> =>
  sentenceSequence({ tokenizer: words, ...options });

test("texts become rows of sentences of one length", async () => {
  const encoded = rows({ maxSentences: 3, maxlen: 4 }).encode(["A fine film. Dull!", "one film"]);
  expect(encoded).toMatchObject({ dtype: "int32", shape: [2, 3, 4] });
  expect(await tensor(encoded).array()).toEqual([
    [
      [0, 0, 0, 0],
      [0, 1, 3, 2],
      [0, 0, 0, 4],
    ],
    [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 5, 2],
    ],
  ]);
  expect(rows().vocabularySize).toBe(6);
});

test("rows are as long as the longest unless told, and are filled up and cut where told", async () => {
  const texts = ["one. a fine film. dull one.", "a film"];
  const free = rows({ padding: "post", sentencePadding: "post", value: 9 });
  expect(free.row).toEqual({ dtype: "int32", shape: [null, null] });
  expect(free.vocabularySize).toBe(10);
  expect(await tensor(free.encode(texts)).array()).toEqual([
    [
      [5, 9, 9],
      [1, 3, 2],
      [4, 5, 9],
    ],
    [
      [1, 2, 9],
      [9, 9, 9],
      [9, 9, 9],
    ],
  ]);
  const cut = async (options: Omit<SentenceSequenceOptions, "tokenizer">): Promise<unknown> =>
    tensor(rows({ maxSentences: 2, maxlen: 2, ...options }).encode(texts.slice(0, 1))).array();
  expect(await cut({})).toEqual([[[3, 2], [4, 5]]]); // prettier-ignore
  expect(await cut({ truncating: "post", sentenceTruncating: "post" })).toEqual([[[0, 5], [1, 3]]]); // prettier-ignore
  expect(rows({ maxSentences: 2, maxlen: 2 }).row.shape).toEqual([2, 2]);
});

test("sentences are what ends with a mark, or lines; those without ids are no sentences", () => {
  const shapeOf = (text: string, split: "marks" | "lines"): unknown => rows({ split }).encode([text]).shape;
  expect(shapeOf("a film . one film . . ?", "marks")).toEqual([1, 2, 2]);
  expect(shapeOf("a film. one film\n\nfine, dull one", "lines")).toEqual([1, 2, 4]);
});

test("a preprocessor comes back from its config as JSON", () => {
  const texts = rows({ maxSentences: 2, maxlen: 5, padding: "post", sentenceTruncating: "post", split: "lines", value: 0 });
  const again = textPreprocessorFromConfig(JSON.parse(JSON.stringify(texts.config)));
  expect(again.encode(["a film\none\nfine"])).toEqual(texts.encode(["a film\none\nfine"]));
  expect(again.config).toEqual(texts.config);
  expect(again.row).toEqual(texts.row);
});

test("texts without ids are refused by their place, or filled when allowed", () => {
  expect(() => rows().encode(["a", " "])).toThrow('sentenceSequence: text 1, " ", is empty. Leave it out');
  expect(() => rows().encode(["strange. new."])).toThrow('text 0, "strange. new.", has no word of the vocabulary');
  expect(rows({ maxSentences: 2, maxlen: 2, allowEmpty: true }).encode([""])).toEqual({
    dtype: "int32",
    shape: [1, 2, 2],
    data: Int32Array.of(0, 0, 0, 0),
  });
});

test("what does not fit is refused", () => {
  const strict = rows({ maxSentences: 2, maxlen: 2, truncating: "none", sentenceTruncating: "none" });
  expect(strict.encode(["a film. one film."]).shape).toEqual([1, 2, 2]);
  expect(() => strict.encode(["a film", "a. one. film."])).toThrow(
    'sentenceSequence: text 1, "a. one. film.", has 3 sentences, there is room for 2. Shorten it, or raise maxSentences.',
  );
  expect(() => strict.encode(["a. fine dull film."])).toThrow(
    'text 0, "a. fine dull film.", has a sentence of 3 ids, sentence 1; there is room for 2. Shorten it, or raise maxlen.',
  );
  expect(() => rows({ allowUnknown: false }).encode(["a film. A strange one."])).toThrow(
    'sentenceSequence: text 0, "a film. A strange one.", has the word "strange", which is not in the vocabulary',
  );
  expect(() => sentenceSequence({ tokenizer: charVocabulary("abc") })).toThrow("this tokenizer has no id for filling. Pass one as value.");
  expect(() => rows({ maxSentences: 0 })).toThrow("expected maxSentences to be an integer of at least 1, received 0");
  expect(() => rows({ split: "dots" as "marks" })).toThrow('expected split to be "marks" or "lines", received "dots"');
  expect(() => rows({ length: 3 } as object)).toThrow('sentenceSequence: there is no option "length"');
});
