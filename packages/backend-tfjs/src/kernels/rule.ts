import type { InputsOf, ParamsOf } from "@tidu/core-tensor";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";

/** How tfjs runs an op: float32, int32 and bool, no empty tensors. Everything else has gone to the host before. */
export type KernelRule<O> = (inputs: InputsOf<O, Value>, params: ParamsOf<O>, run: Run) => readonly Value[];

/** One rule per op of a family. */
export type KernelRules<Family> = { readonly [K in keyof Family]: KernelRule<Family[K]> };

/** An op that tfjs has no right kernel for. */
export const onHost = (_inputs: unknown, _params: unknown, run: Run): readonly Value[] => run.onHost();
