import { checkChoice, checkCount, checkOptions, shown } from "../check-options.ts";
import type { EncodedIds, EncodedNumbers, EncodedTexts } from "../text-preprocessor.ts";

/** Numbers over time: a number each step, or as many numbers each step. */
export type Sequence = readonly number[] | readonly (readonly number[])[] | Int32Array | Float32Array;

export interface PadOptions {
  /** Steps of each row; default: those of the longest sequence. */
  readonly maxlen?: number;
  /** Default `"int32"`. */
  readonly dtype?: "int32" | "float32";
  /** Where `value` fills short sequences up; default `"pre"`, before them. */
  readonly padding?: "pre" | "post";
  /** Where long sequences lose steps; default `"pre"`, at their start. */
  readonly truncating?: "pre" | "post";
  /** What fills up; default 0. */
  readonly value?: number;
}

/**
 * Sequences of different lengths as rows of equal length (Keras's `pad_sequences`): [sequences, maxlen], or
 * [sequences, maxlen, features] when a step is a list of numbers.
 *
 * @throws when all sequences are empty and no `maxlen` is given, when steps differ in size, or a number does not fit the dtype
 * @example
 * padSequences([[1], [2, 3], [4, 5, 6]], { maxlen: 2 }); // [[0, 1], [2, 3], [5, 6]]
 */
export function padSequences(sequences: readonly Sequence[], options: PadOptions & { readonly dtype: "float32" }): EncodedNumbers;
export function padSequences(sequences: readonly Sequence[], options?: PadOptions & { readonly dtype?: "int32" }): EncodedIds;
export function padSequences(sequences: readonly Sequence[], options?: PadOptions): EncodedTexts;
export function padSequences(sequences: readonly Sequence[], options: PadOptions = {}): EncodedTexts {
  checkOptions("padSequences", options, ["maxlen", "dtype", "padding", "truncating", "value"]);
  const { dtype = "int32", padding = "pre", truncating = "pre", value = 0 } = options;
  checkChoice("padSequences", "dtype", dtype, ["int32", "float32"]);
  checkChoice("padSequences", "padding", padding, ["pre", "post"]);
  checkChoice("padSequences", "truncating", truncating, ["pre", "post"]);
  checkSequences("padSequences", sequences);
  const maxlen = options.maxlen ?? sequences.reduce((most, { length }) => Math.max(most, length), 0);
  if (options.maxlen === undefined && maxlen === 0)
    throw new Error("padSequences: every sequence is empty; give the steps of a row as maxlen.");
  checkCount("padSequences", "maxlen", maxlen, 1);

  const step = stepSize(sequences);
  const rows = emptyRows(dtype, [sequences.length, maxlen, ...step], numberIn(dtype, value, "value"));
  const size = step[0] ?? 1;
  sequences.forEach((sequence, row) => {
    const kept = Math.min(sequence.length, maxlen);
    const from = truncating === "pre" ? sequence.length - kept : 0;
    const to = row * maxlen + (padding === "pre" ? maxlen - kept : 0);
    for (let i = 0; i < kept; i++) write(rows, (to + i) * size, sequence[from + i], step, `sequence ${row}, step ${from + i}`);
  });
  return rows;
}

/**
 * Sequences of one length as rows: [sequences, steps], or [sequences, steps, features]. Nothing is filled up or cut.
 *
 * @throws when their lengths differ, naming the first two that do
 * @example
 * stackSequences([[1, 2], [3, 4]]).shape; // [2, 2]
 */
export function stackSequences(sequences: readonly Sequence[], options: { readonly dtype: "float32" }): EncodedNumbers;
export function stackSequences(sequences: readonly Sequence[], options?: { readonly dtype?: "int32" }): EncodedIds;
export function stackSequences(sequences: readonly Sequence[], options: { readonly dtype?: "int32" | "float32" } = {}): EncodedTexts {
  checkOptions("stackSequences", options, ["dtype"]);
  checkSequences("stackSequences", sequences);
  const length = sequences[0]?.length ?? 0;
  const other = sequences.findIndex((sequence) => sequence.length !== length);
  if (other < 0) return padSequences(sequences, options);
  throw new Error(
    `stackSequences: rows need one length, but sequence 0 has ${length} steps and sequence ${other} has ${sequences[other]?.length}. ` +
      "padSequences makes them equal.",
  );
}

function checkSequences(where: string, sequences: readonly Sequence[]): void {
  const received: unknown = sequences;
  if (!Array.isArray(received) || received.length === 0) {
    throw new TypeError(`${where}: expected a list of sequences, received ${shown(received)}.`);
  }
  const wrong = received.findIndex((sequence) => !Array.isArray(sequence) && !ArrayBuffer.isView(sequence));
  if (wrong >= 0) throw new TypeError(`${where}: expected sequences of numbers, received ${shown(received[wrong])} at ${wrong}.`);
}

/** [] where a step is a number, [features] where it is a list. */
function stepSize(sequences: readonly Sequence[]): number[] {
  const first = sequences.find(({ length }) => length > 0)?.[0];
  return typeof first === "object" ? [first.length] : [];
}

function emptyRows(dtype: "int32" | "float32", shape: number[], value: number): EncodedTexts {
  const size = shape.reduce((product, length) => product * length, 1);
  return dtype === "int32"
    ? { dtype, shape, data: new Int32Array(size).fill(value) }
    : { dtype, shape, data: new Float32Array(size).fill(value) };
}

function write(rows: EncodedTexts, at: number, given: number | readonly number[] | undefined, step: number[], where: string): void {
  if (step.length === 0) {
    rows.data[at] = numberIn(rows.dtype, given, where);
    return;
  }
  if (!Array.isArray(given) || given.length !== step[0]) {
    throw new TypeError(`padSequences: expected ${step[0]} numbers at ${where}, as at the first step, received ${shown(given)}.`);
  }
  given.forEach((value: number, feature) => {
    rows.data[at + feature] = numberIn(rows.dtype, value, where);
  });
}

function numberIn(dtype: "int32" | "float32", value: unknown, where: string): number {
  if (typeof value === "number" && (dtype === "float32" || (Number.isInteger(value) && value === (value | 0)))) return value;
  const wanted = dtype === "int32" ? 'an int32; for other numbers pass dtype: "float32"' : "a number";
  throw new TypeError(`padSequences: expected ${wanted}; received ${shown(value)} at ${where}.`);
}
