import { collect } from "./collect.ts";
import type { CallOptions } from "./ops/control.ts";
import { placeholder } from "./leaf-tensors.ts";
import { apply, one, Tensor } from "./tensor.ts";

/** A named function over primitives that engines may know (softmax, gelu, layer normalization …). */
export interface Composite {
  /** In camelCase. A lowering claims a composite by its name. */
  readonly name: string;
  /** The options that a lowering needs to know. */
  readonly options?: CallOptions;
  /** The definition. */
  readonly body: (...args: Tensor[]) => Tensor;
  /**
   * Its derivative where a better one is known than that of the body: the cotangents of the arguments; labels and masks at the
   * end may be left out. Everything it needs comes from its arguments. Arguments at the end that nothing flows back to (labels) may be left out.
   */
  readonly gradient?: (context: CompositeGradient) => readonly Tensor[];
}

/** What a composite's own gradient may use: its arguments, its result and the cotangent of the result. */
export interface CompositeGradient {
  readonly args: readonly Tensor[];
  readonly output: Tensor;
  readonly cotangent: Tensor;
}

/**
 * Applies a composite: traced as one `call` node that shows its name in printed graphs and files.
 *
 * @example
 * const softplus = (x: Tensor) => composite({ name: "softplus", body: (x) => x.exp().add(1).log() }, x);
 */
export function composite({ name, options = {}, body, gradient }: Composite, ...args: readonly Tensor[]): Tensor {
  if (gradient === undefined) return one(compositeOf({ name, options, body: (...given) => [body(...given)] }, ...args));
  const inputs = placeholdersOf(args);
  const output = body(...inputs);
  const { graph, captures } = collect([output], inputs, { captures: "inputs" });
  if (captures.length > 0) throw new Error(`composite "${name}": with its own gradient it must not use tensors besides its arguments.`);

  const result = placeholder(output.spec, "y");
  const cotangent = placeholder(output.spec, "g");
  const cotangents = gradient({ args: inputs, output: result, cotangent });
  const traced = collect(cotangents, [...inputs, result, cotangent]);
  return one(apply("call", { args }, { name, options, body: graph, gradient: traced.graph }));
}

/** A composite with several results (a recurrent network: its sequence and its states). */
export interface CompositeOf extends Omit<Composite, "body" | "gradient"> {
  readonly body: (...args: Tensor[]) => readonly Tensor[];
}

/** {@link composite} of a function with several results. Tensors that the body captures become further arguments, at the end. */
export function compositeOf({ name, options = {}, body }: CompositeOf, ...args: readonly Tensor[]): readonly Tensor[] {
  const inputs = placeholdersOf(args);
  const { graph, captures } = collect(body(...inputs), inputs, { captures: "inputs" });
  return apply("call", { args: [...args, ...captures.map(asTensor)] }, { name, options, body: graph });
}

const placeholdersOf = (args: readonly Tensor[]): readonly Tensor[] =>
  args.map((arg, i) => placeholder(arg.spec, argumentName(i, args.length)));

/** A captured value as the tensor it is. */
export const asTensor = (value: Pick<Tensor, "spec" | "source">): Tensor =>
  value instanceof Tensor ? value : new Tensor(value.spec, value.source);

const argumentName = (i: number, count: number): string => (count === 1 ? "x" : (["a", "b", "c", "d", "e"][i] ?? `arg${i}`));
