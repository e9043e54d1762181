import type { OpName, Ops } from "@tidu/core-tensor";
import { control } from "./control.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { indexing } from "./indexing.ts";
import { linalg } from "./linalg.ts";
import { movement } from "./movement.ts";
import { pooling } from "./pooling.ts";
import { random } from "./random.ts";
import { reduce } from "./reduce.ts";
import type { KernelRule } from "./rule.ts";

/** How tfjs runs every primitive. */
export const kernels: { readonly [K in OpName]: KernelRule<Ops[K]> } = {
  ...elementwise,
  ...reduce,
  ...movement,
  ...linalg,
  ...convolution,
  ...pooling,
  ...indexing,
  ...random,
  ...control,
};
