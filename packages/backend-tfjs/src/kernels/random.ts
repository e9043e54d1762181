import type { OpFamily } from "@tidu/core-tensor";
import { onHost } from "./rule.ts";
import type { KernelRules } from "./rule.ts";

/** tfjs has no uint32: bits are made on the host. */
export const random: KernelRules<OpFamily<"random">> = {
  randomBits: onHost,
};
