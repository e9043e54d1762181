import type { OpName, Ops } from "@tidu/core-tensor";
import type { Lowering } from "../lowering.ts";
import { control } from "./control.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { indexing } from "./indexing.ts";
import { linalg } from "./linalg.ts";
import { movement } from "./movement.ts";
import { pooling } from "./pooling.ts";
import { random } from "./random.ts";
import { reduce } from "./reduce.ts";

/** How every primitive is written in ONNX. */
export const lowerings: { readonly [K in OpName]: Lowering<Ops[K]> } = {
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
