import type { Numbers } from "./value.ts";

/** Computes a row of results; each operand starts somewhere and moves by 1 or (stretched) by 0 per element. */
export type BinaryRow = (
  a: Numbers,
  startA: number,
  stepA: number,
  b: Numbers,
  startB: number,
  stepB: number,
  to: Numbers,
  start: number,
  count: number,
) => void;

/** A row that calls a function per element. */
export const rowOf =
  (f: (a: number, b: number) => number): BinaryRow =>
  (a, startA, stepA, b, startB, stepB, to, start, count) => {
    for (let i = 0; i < count; i++) to[start + i] = f(a[startA + i * stepA] ?? 0, b[startB + i * stepB] ?? 0);
  };

// The four operations have loops of their own: without a call per element they take a quarter of the time, and initializers
// and small models are made of them.

export const addRow: BinaryRow = (a, startA, stepA, b, startB, stepB, to, start, count) => {
  for (let i = 0; i < count; i++) to[start + i] = (a[startA + i * stepA] ?? 0) + (b[startB + i * stepB] ?? 0);
};

export const subRow: BinaryRow = (a, startA, stepA, b, startB, stepB, to, start, count) => {
  for (let i = 0; i < count; i++) to[start + i] = (a[startA + i * stepA] ?? 0) - (b[startB + i * stepB] ?? 0);
};

export const mulRow: BinaryRow = (a, startA, stepA, b, startB, stepB, to, start, count) => {
  for (let i = 0; i < count; i++) to[start + i] = (a[startA + i * stepA] ?? 0) * (b[startB + i * stepB] ?? 0);
};

export const divRow: BinaryRow = (a, startA, stepA, b, startB, stepB, to, start, count) => {
  for (let i = 0; i < count; i++) to[start + i] = (a[startA + i * stepA] ?? 0) / (b[startB + i * stepB] ?? 0);
};
