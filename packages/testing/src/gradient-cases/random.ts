import type { OpFamily } from "@tidu/core-tensor";
import { notFloat } from "./gradient-case.ts";
import type { GradientCasesOf } from "./gradient-case.ts";

export const random: GradientCasesOf<OpFamily<"random">> = { randomBits: notFloat };
