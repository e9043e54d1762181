import { configOf } from "../config.ts";
import { constraint } from "./constraint.ts";
import type { Constraint } from "./constraint.ts";

/** Sets negative weights to zero (Keras `NonNeg`). */
export const nonNeg = (options: Readonly<Record<never, never>> = {}): Constraint =>
  constraint(configOf("nonNeg", options, {}), (w) => w.maximum(0));
