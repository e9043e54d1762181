import { printSpec, sameDim } from "@tidu/core-tensor";
import type { DType, Tensor, TensorSpec } from "@tidu/core-tensor";
import type { Inputs } from "../check-inputs.ts";

/** Vectors, and perhaps a mask at the end. */
export const attentionTypes: readonly DType[] = ["float32", "bool", "int32", "uint8"];

/** What the inputs of a layer that attends are for: `[x]`, `[query, value]` or `[query, value, key]`, and perhaps a mask at the end. */
export interface AttentionInputs<T> {
  readonly query: T;
  readonly value: T;
  readonly key: T;
  /** Which keys count for which queries: not float32. */
  readonly attentionMask: T | undefined;
}

/** Takes the inputs apart; what is not given is the value, or for a single input that one. */
export function attentionInputs<T extends { readonly dtype: DType }>(inputs: Inputs<T>): AttentionInputs<T> {
  const last = inputs.at(-1);
  const hasMask = inputs.length > 1 && last !== undefined && last.dtype !== "float32";
  const [query, value = query, key = value] = hasMask ? inputs.slice(0, -1) : inputs;
  const [first] = inputs;
  return { query: query ?? first, value: value ?? first, key: key ?? first, attentionMask: hasMask ? last : undefined };
}

/** What is wrong with the inputs ("expected …"), or undefined. */
export function attentionInputsProblem(inputs: Inputs<TensorSpec>, maximum = 3): string | undefined {
  const { query, value, key, attentionMask } = attentionInputs(inputs);
  const vectors = inputs.length - (attentionMask === undefined ? 0 : 1);
  if (vectors > maximum || inputs.slice(0, vectors).some(({ dtype }) => dtype !== "float32"))
    return `expected [query, value${maximum > 2 ? ", key" : ""}] as float32, and perhaps an attention mask (bool or int32) at the end`;
  const batches = [query, value, key].map(({ shape }) => shape[0] ?? 1);
  if (batches.some((size) => !sameDim(size, batches[0] ?? 1))) return "expected inputs of one batch size";
  const between = (spec: TensorSpec) => spec.shape.slice(1, -1);
  if (between(value).length !== between(key).length || between(value).some((size, axis) => !sameDim(size, between(key)[axis] ?? -1)))
    return "expected value and key with the same positions";
  return attentionMask && maskProblem(attentionMask, query, value);
}

/** A mask ends with `[queries, keys]`; axes of size 1 stand for all, and those of batch and heads may be missing. */
function maskProblem(mask: TensorSpec, { shape: query }: TensorSpec, { shape: value }: TensorSpec): string | undefined {
  const wanted = [...query.slice(1, -1), ...value.slice(1, -1)];
  const given = mask.shape.slice(-wanted.length);
  const fits = (size: (typeof given)[number], axis: number): boolean => size === 1 || sameDim(size, wanted[axis] ?? -1);
  const batch = mask.shape.length > wanted.length ? mask.shape[0] : undefined;
  const batchFits = batch === undefined || batch === 1 || sameDim(batch, query[0] ?? 1);
  return given.length === wanted.length && given.every(fits) && batchFits
    ? undefined
    : `expected an attention mask [batch, queries, keys] (${printSpec({ dtype: mask.dtype, shape: [query[0] ?? 1, ...wanted] })})`;
}

/** An attention mask as bool. */
export const asMask = (mask: Tensor): Tensor => (mask.dtype === "bool" ? mask : mask.notEqual(0));
