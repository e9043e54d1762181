import { literal, where } from "@tidu/core-tensor";
import { checkOptions } from "../check-option.ts";
import { configOf } from "../config.ts";
import { schedule } from "./schedule.ts";
import type { Schedule } from "./schedule.ts";

export interface PiecewiseConstantDecayOptions {
  /** The last step of each rate but the last, in rising order. */
  readonly boundaries: readonly number[];
  /** The rates, one more than boundaries. */
  readonly values: readonly number[];
}

/** `values[i]` up to and including step `boundaries[i]`, then the next. Keras: `PiecewiseConstantDecay`. */
export function piecewiseConstantDecay(options: PiecewiseConstantDecayOptions): Schedule {
  const { boundaries, values } = options;
  const [first = 0, ...rest] = values;
  if (values.length !== boundaries.length + 1) {
    throw new RangeError(
      `piecewiseConstantDecay: expected one value more than boundaries, received ${boundaries.length} boundaries and ${values.length} values.`,
    );
  }
  if (boundaries.some((boundary, i) => boundary <= (boundaries[i - 1] ?? -Infinity))) {
    throw new RangeError(`piecewiseConstantDecay: boundaries must rise, received [${boundaries.join(", ")}].`);
  }
  for (const value of values) checkOptions("piecewiseConstantDecay", { value }, { from: 0 });
  return schedule(configOf("piecewiseConstantDecay", options), (step) =>
    rest.reduce((rate, value, i) => where(step.greater(boundaries[i] ?? Infinity), value, rate), literal(first, "float32")),
  );
}
