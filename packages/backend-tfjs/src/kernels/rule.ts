import type { InputsOf, ParamsOf } from "@tidu/core-tensor";
import type { StaticSpec, Value } from "../plan.ts";
import type { Run } from "../run.ts";

/** How tfjs runs an op: float32, int32 and bool, no empty tensors. Everything else has gone to the host before. */
export type KernelRule<O> = (inputs: InputsOf<O, Value>, params: ParamsOf<O>, run: Run) => readonly Value[];

/** One rule per op of a family. */
export type KernelRules<Family> = { readonly [K in keyof Family]: KernelRule<Family[K]> };

/** An op that tfjs has no right kernel for. */
export const onHost = (_inputs: unknown, _params: unknown, run: Run): readonly Value[] => run.onHost();

/** The spec of a node's only output. */
export const requireSpec = (run: Run): StaticSpec => first(run.specs);

export function first<T>(list: readonly T[]): T {
  const [item] = list;
  if (item === undefined) throw new Error("plan: expected one result, received none.");
  return item;
}
