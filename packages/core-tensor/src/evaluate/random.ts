import type { random as family } from "../ops/random.ts";
import { hash } from "../random/hash.ts";
import type { EvaluateRules } from "./rule.ts";
import { elementsOf, emptyValue } from "./value.ts";

export const random: EvaluateRules<typeof family> = {
  randomBits: ({ key, counter }) => {
    const out = emptyValue("uint32", counter.shape, []);
    const [from, to] = [elementsOf(counter), elementsOf(out)];
    const [key0 = 0, key1 = 0] = elementsOf(key);
    for (let i = 0; i < to.length; i++) to[i] = hash(key0, key1, from[i] ?? 0);
    return [out];
  },
};
