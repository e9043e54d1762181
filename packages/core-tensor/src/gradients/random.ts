import type { random } from "../ops/random.ts";
import { discrete } from "./rule.ts";
import type { GradientRules } from "./rule.ts";

/** Bits have no gradient. */
export const randomGradients: GradientRules<typeof random> = { randomBits: discrete };
