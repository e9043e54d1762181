import { configOf } from "../config.ts";
import { regularizer } from "./regularizer.ts";
import type { Regularizer } from "./regularizer.ts";

export interface L1Options {
  /** Default: 0.01. */
  readonly l1?: number | undefined;
}

export interface L2Options {
  /** Default: 0.01. */
  readonly l2?: number | undefined;
}

export interface L1L2Options {
  /** Default: 0. */
  readonly l1?: number | undefined;
  /** Default: 0. */
  readonly l2?: number | undefined;
}

/** `l1 · Σ|w|` (Keras `L1`). */
export function l1(options: L1Options = {}): Regularizer {
  const l1 = factor("l1", options.l1 ?? 0.01);
  return regularizer(configOf("l1", options, { l1 }), (w) => w.abs().sum().mul(l1));
}

/** `l2 · Σw²` (Keras `L2`). */
export function l2(options: L2Options = {}): Regularizer {
  const l2 = factor("l2", options.l2 ?? 0.01);
  return regularizer(configOf("l2", options, { l2 }), (w) => w.square().sum().mul(l2));
}

/** `l1 · Σ|w| + l2 · Σw²` (Keras `L1L2`). */
export function l1l2(options: L1L2Options = {}): Regularizer {
  const l1 = factor("l1", options.l1 ?? 0);
  const l2 = factor("l2", options.l2 ?? 0);
  return regularizer(configOf("l1l2", options, { l1, l2 }), (w) => w.abs().sum().mul(l1).add(w.square().sum().mul(l2)));
}

function factor(name: string, value: number): number {
  if (!(Number.isFinite(value) && value >= 0))
    throw new RangeError(`regularizer: expected ${name} to be a number of at least 0, received ${value}.`);
  return value;
}
