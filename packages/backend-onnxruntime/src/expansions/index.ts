import type { OpName, Ops } from "@tidu/core-tensor";
import type { Expansion } from "./expansion.ts";
import { sum } from "./sum.ts";

/** Ops that onnxruntime runs faster in another form. */
export const expansions: { readonly [K in OpName]?: Expansion<Ops[K]> } = { sum };
