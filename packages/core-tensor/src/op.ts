import type { TensorSpec } from "./spec.ts";

/**
 * An operation is data: the names of its inputs and what follows from their specs.
 *
 * Inputs: `"x"` is one tensor, `"values[]"` any number of them.
 */
export interface Op<Inputs extends readonly string[], Params> {
  readonly inputs: Inputs;
  /** The specs of the outputs; throws when inputs or params do not fit. */
  readonly infer: (inputs: Named<Inputs[number], TensorSpec>, params: Params) => readonly TensorSpec[];
}

/** A record with one entry per input name: a value, or an array for `"values[]"`. */
export type Named<Name extends string, Value> = {
  readonly [K in Name as K extends `${string}[]` ? never : K]: Value;
} & {
  readonly [K in Name as K extends `${infer Base}[]` ? Base : never]: readonly Value[];
};

/** An op of any kind. */
export type AnyOp = Op<readonly string[], never>;
/** The type of an op's params. */
export type ParamsOf<O> = O extends { readonly infer: (inputs: never, params: infer P) => readonly TensorSpec[] } ? P : never;
/** A record with a value for each of an op's inputs. */
export type InputsOf<O, Value> = O extends { readonly inputs: infer I extends readonly string[] } ? Named<I[number], Value> : never;

/** No parameters. */
export type NoParams = Readonly<Record<never, never>>;

/** Declares an op: `op<Params>()({ inputs: ["x"], infer: … })`. */
export const op =
  <Params = NoParams>() =>
  <const Inputs extends readonly string[]>(definition: Op<Inputs, Params>): Op<Inputs, Params> =>
    definition;
