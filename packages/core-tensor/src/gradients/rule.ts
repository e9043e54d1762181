import type { Graph } from "../graph.ts";
import type { InputsOf, ParamsOf } from "../op.ts";
import type { Tensor } from "../tensor.ts";

/** What a gradient rule knows. */
export interface GradientContext<O> {
  readonly inputs: InputsOf<O, Tensor>;
  readonly outputs: readonly Tensor[];
  readonly params: ParamsOf<O>;
  /** One per output, zeros where nothing flows back. */
  readonly cotangents: readonly [Tensor, ...Tensor[]];
  /** Of each output, whether anything flows back from it: the zeros of the others need no computing. */
  readonly reached: readonly boolean[];
  /** Which inputs matter; a rule may leave the others out. */
  readonly wanted: InputsOf<O, boolean>;
  readonly pullback: Pullback;
}

/** The cotangents of the inputs, by name; a missing or undefined one is zero. */
export type Cotangents<O> = Partial<InputsOf<O, Tensor | undefined>>;

/**
 * How cotangents flow from the outputs of an op to its inputs. A rule never mentions broadcasting: a cotangent that has the
 * broadcast shape is summed back to its input by the caller.
 */
export type GradientRule<O> = ((context: GradientContext<O>) => Cotangents<O>) | NonDifferentiable;

/** One rule per op of a family. */
export type GradientRules<Family> = { readonly [K in keyof Family]: GradientRule<Family[K]> };

/** No gradient, and why; asking for one is an error. */
export interface NonDifferentiable {
  readonly nonDifferentiable: string;
}

/** The outputs are not float, so nothing can flow back. */
export const discrete: NonDifferentiable = { nonDifferentiable: "its outputs are not float32" };

/** Steps: the derivative is zero wherever it exists. */
export const flat = (): Record<never, never> => ({});

/** Differentiates an inner graph in place: its outputs for these inputs, and the cotangents of the wanted inputs. */
export type Pullback = (
  graph: Graph,
  inputs: readonly Tensor[],
  cotangents: readonly (Tensor | undefined)[],
  wanted: readonly boolean[],
) => { readonly outputs: readonly Tensor[]; readonly cotangents: readonly (Tensor | undefined)[] };
