import { op } from "../op.ts";
import { printSpec } from "../spec.ts";

/** Bits from a key. */
export const random = {
  /** 32 random bits per counter: a hash of (key, counter), the same on every backend (random/hash.ts). */
  randomBits: op()({
    inputs: ["key", "counter"],
    infer: ({ key, counter }) => {
      if (key.dtype !== "uint32" || key.shape.length !== 1 || key.shape[0] !== 2 || counter.dtype !== "uint32") {
        throw new Error(`randomBits: expected a key uint32[2] and uint32 counters, received ${printSpec(key)} and ${printSpec(counter)}.`);
      }
      return [counter];
    },
  }),
};
