import type { OpFamily } from "@tidu/core-tensor";
import { uint32 } from "../values.ts";
import type { SamplesOf } from "../sample.ts";

// One sample a line reads as a table.
// oxfmt-ignore
export const random: SamplesOf<keyof OpFamily<"random">> = {
  randomBits: [
    { title: "counters from zero", inputs: { key: uint32([0, 0]), counter: uint32([0, 1, 2, 3]) },
      output: [0, 3555774416, 3192887080, 3944003048], source: "the formula of random/hash.ts, computed with Python integers" },
    { title: "a key of large words", inputs: { key: uint32([3735928559, 2654435769]), counter: uint32([0, 1, 4294967295, 2147483648]) },
      output: [2560582866, 1663149446, 1730431020, 2937170203], source: "the formula of random/hash.ts, computed with Python integers" },
    { title: "the second word of the key matters", inputs: { key: uint32([3735928559, 1]), counter: uint32([0, 1]) },
      output: [3884933444, 3629806830], source: "the formula of random/hash.ts, computed with Python integers" },
    { title: "counters of two axes", inputs: { key: uint32([1, 2]), counter: uint32([[10, 11, 12], [20, 21, 22]]) },
      output: [[3793006880, 3627171500, 3160065690], [3831303073, 831265774, 21040206]], source: "the formula of random/hash.ts, computed with Python integers" },
    { title: "one counter", inputs: { key: uint32([7, 8]), counter: uint32(9) },
      output: 3276592339, source: "the formula of random/hash.ts, computed with Python integers" },
    { title: "no counters", inputs: { key: uint32([1, 2]), counter: uint32([], [0]) }, output: uint32([], [0]), source: "by hand" },
  ],
};
