import { loadFixture } from "@tidu/testing";
import type { FixtureTensor } from "@tidu/testing";
import { expect, test } from "vitest";
import { makeSamplingTable } from "../sequences/sampling-table.ts";
import { padSequences } from "../sequences/pad-sequences.ts";
import { skipgrams } from "../sequences/skipgrams.ts";
import { hashingTrick } from "../words/hashing-trick.ts";
import { textToWordSequence } from "../words/text-to-word-sequence.ts";
import { tokenizerFromConfig, tokenizerFromJson } from "./from-json.ts";
import { tokenizer } from "./tokenizer.ts";
import type { MatrixMode } from "./matrix.ts";
import type { PadOptions } from "../sequences/pad-sequences.ts";
import type { TextOrWords, Tokenizer, TokenizerOptions } from "./tokenizer.ts";

interface Case {
  readonly options: TokenizerOptions;
  readonly texts: readonly TextOrWords[];
  readonly more: readonly TextOrWords[];
  readonly probes: readonly TextOrWords[];
  readonly wordIndex: readonly (readonly [string, number])[];
  readonly wordCounts: readonly (readonly [string, number])[];
  readonly sequences: readonly (readonly number[])[];
  readonly back: readonly string[];
  readonly matrices: Readonly<Record<MatrixMode, FixtureTensor>>;
  readonly json: string;
  readonly afterSequences: { readonly documentCount: number; readonly indexDocs: readonly (readonly [number, number])[] };
}

interface Fixture {
  readonly cases: readonly Case[];
  readonly words: readonly { readonly text: string; readonly words: readonly string[] }[];
  readonly hashes: readonly { readonly text: string; readonly n: number; readonly values: readonly number[] }[];
  readonly padded: readonly { readonly options: PadOptions; readonly sequences: readonly number[][]; readonly output: FixtureTensor }[];
  readonly skipgrams: readonly {
    readonly sequence: readonly number[];
    readonly windowSize: number;
    readonly categorical: boolean;
    readonly couples: readonly (readonly number[])[];
    readonly labels: readonly (number | readonly number[])[];
  }[];
  readonly samplingTables: readonly { readonly size: number; readonly factor: number; readonly values: readonly number[] }[];
}

// What Keras 3.15's keras._legacy.preprocessing computes: the Tokenizer of Keras 2.
const fixture = loadFixture<Fixture>("tokenizer");

const modes: readonly MatrixMode[] = ["binary", "count", "freq", "tfidf"];

test.each(fixture.cases)("a tokenizer with $options is Keras's", ({ options, texts, more, probes, ...expected }) => {
  const subject = tokenizer(options).fitOnTexts(texts).fitOnTexts(more);
  expectKeras(subject, probes, expected);
  expect(dictionaries(subject.toJson())).toEqual(dictionaries(expected.json));

  subject.fitOnSequences(expected.sequences);
  expect(subject.documentCount).toBe(expected.afterSequences.documentCount);
  expect([...subject.indexDocs].toSorted(([one], [other]) => one - other)).toEqual(expected.afterSequences.indexDocs);
});

test.each(fixture.cases)("a file of Keras's tokenizer with $options is read, and our own config", ({ json, probes, ...expected }) => {
  const read = tokenizerFromJson(json);
  expectKeras(read, probes, expected);
  expectKeras(tokenizerFromJson(read.toJson()), probes, expected);
  expectKeras(tokenizerFromConfig(JSON.parse(JSON.stringify(read.config)) as typeof read.config), probes, expected);
});

function expectKeras(
  subject: Tokenizer,
  probes: readonly TextOrWords[],
  { wordIndex, wordCounts, sequences, back, matrices }: Omit<Case, "texts" | "more" | "probes" | "json" | "options" | "afterSequences">,
): void {
  expect([...subject.wordIndex]).toEqual(wordIndex);
  expect([...subject.wordCounts]).toEqual(wordCounts);
  expect(subject.textsToSequences(probes)).toEqual(sequences);
  expect(subject.sequencesToTexts([...sequences, [1, 2, 999, 3]])).toEqual(back);
  for (const mode of modes) {
    const { shape, data } = subject.textsToMatrix(probes, mode);
    expect(shape).toEqual(matrices[mode].shape);
    expect(data, mode).toEqual(Float32Array.from(matrices[mode].data));
  }
}

/** A file of Keras with its dictionaries read; those of sets have no order. */
function dictionaries(json: string): unknown {
  const { class_name, config } = JSON.parse(json) as { class_name: string; config: Record<string, unknown> };
  const read = Object.entries(config).map(([name, value]) => [name, /^(word|index)_/.test(name) ? JSON.parse(String(value)) : value]);
  return { class_name, config: Object.fromEntries(read) as unknown };
}

test.each(fixture.words)("the words of $text are Keras's", ({ text, words }) => {
  expect(textToWordSequence(text)).toEqual(words);
});

test.each(fixture.hashes)("hashes below $n of $text are Keras's by MD5", ({ text, n, values }) => {
  expect(hashingTrick(text, n)).toEqual(values);
});

test.each(fixture.padded)("sequences padded with $options are Keras's", ({ options, sequences, output }) => {
  const { dtype, shape, data } = padSequences(sequences, options);
  expect({ dtype, shape, data: [...data] }).toEqual({ dtype: output.dtype ?? "float32", shape: output.shape, data: output.data });
});

test.each(fixture.skipgrams)("skip-grams of $sequence are Keras's", ({ sequence, windowSize, categorical, couples, labels }) => {
  const options = { vocabularySize: 10, windowSize, negativeSamples: 0, shuffle: false };
  const found = categorical ? skipgrams(sequence, { ...options, categorical }) : skipgrams(sequence, options);
  expect(found).toEqual({ couples, labels });
});

test.each(fixture.samplingTables)("a sampling table of $size with factor $factor is Keras's", ({ size, factor, values }) => {
  const table = makeSamplingTable(size, factor);
  values.forEach((value, i) => expect(table[i]).toBeCloseTo(value, 12));
});
