import type { OpName } from "@tidu/core-tensor";
import type { SamplesOf } from "../sample.ts";
import { control } from "./control.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { indexing } from "./indexing.ts";
import { linalg } from "./linalg.ts";
import { movement } from "./movement.ts";
import { pooling } from "./pooling.ts";
import { random } from "./random.ts";
import { reduce } from "./reduce.ts";

/** What is true of every primitive, from outside. A missing op is a compile error that names it. */
export const samples: SamplesOf<OpName> = {
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
