import { expect, test } from "vitest";
import { graphemes } from "../words/segment.ts";
import { corpusBleu, sentenceBleu } from "./bleu.ts";
import type { BleuSmoothing } from "./bleu.ts";

const candidates = ["the cat is on the mat", "there is a dog in the garden today", "he reads"];
const references = [
  ["the cat sat on the mat", "a cat is on a mat"],
  ["a dog is in the garden today", "there was a dog in the yard"],
  ["he reads a book", "she reads"],
];
const short = ["the dog ran home quickly", "a very short one"];
const longer = [["the dog ran home very quickly today", "dogs ran"], ["a rather short one indeed"]];

// sacreBLEU 2.6.0, tokenize "none", use_effective_order for sentences.
const rows: readonly (readonly [BleuSmoothing, readonly number[], readonly number[]])[] = [
  ["none", [0.5968774175634495, 0.3655293162586489], [0, 0.6606328636027619, 1, 0.4739878501170795, 0]],
  ["floor", [0.5968774175634495, 0.3655293162586489], [0.3593041119630843, 0.6606328636027619, 1, 0.4739878501170795, 0.14643803168582156]],
  [
    "addOne",
    [0.6529942057256107, 0.43742343691381735],
    [0.6223329772884783, 0.7194089028548133, 1, 0.533085911517926, 0.38940039153570255],
  ],
  ["exp", [0.5968774175634495, 0.3655293162586489], [0.537284965911771, 0.6606328636027619, 1, 0.4739878501170795, 0.27534765745159184]],
];

test.each(rows)("BLEU with smoothing %s equals sacreBLEU", (smoothing, corpora, sentences) => {
  const scores = [corpusBleu(candidates, references, { smoothing }).score, corpusBleu(short, longer, { smoothing }).score];
  scores.forEach((score, i) => expect(score).toBeCloseTo(corpora[i] ?? NaN, 12));
  const all = [...candidates, ...short].map((text, i) => sentenceBleu(text, [...references, ...longer][i] ?? [], { smoothing }).score);
  all.forEach((score, i) => expect(score).toBeCloseTo(sentences[i] ?? NaN, 12));
});

test("the parts of a score", () => {
  const { precisions, brevityPenalty, candidateLength, referenceLength } = corpusBleu(short, longer);
  expect([candidateLength, referenceLength]).toEqual([9, 12]);
  expect(brevityPenalty).toBeCloseTo(0.7165313105737893, 12);
  expect(precisions).toEqual([8 / 9, 4 / 7, 2 / 5, 1 / 3]);
  expect(corpusBleu(candidates, references, { maxOrder: 2 }).score).toBeCloseTo(0.9198662110077998, 12);
});

test("words may come as lists; nothing in common is 0, and so is an empty text", () => {
  expect(corpusBleu([graphemes("今天天气好")], [[graphemes("今天天气很好")]]).score).toBeGreaterThan(0.4);
  expect(corpusBleu(["x y"], ["a b"]).score).toBe(0);
  expect(sentenceBleu("", ["a b"]).score).toBe(0);
  expect(corpusBleu([], []).score).toBe(0);
});

test("errors say what does not fit", () => {
  expect(() => corpusBleu(["a"], [])).toThrow("corpusBleu: 1 candidates and references for 0.");
  expect(() => sentenceBleu("a b", [])).toThrow('sentenceBleu: the candidate "a b" has no reference.');
  expect(() => corpusBleu(["a"], ["a"], { maxOrder: 0 })).toThrow("maxOrder");
  expect(() => corpusBleu(["a"], ["a"], { smoothing: "exponential" as "exp" })).toThrow('received "exponential"');
});
