import { namesOfDim, printDim } from "@tidu/core-tensor";
import type { Dim, Graph, SymbolicDim } from "@tidu/core-tensor";
import type { Attributes, Lowered } from "./lowering.ts";

export interface SizeWriter {
  node(opType: string, inputs: readonly Lowered[], attributes?: Attributes): string;
  ints(values: readonly (number | bigint)[]): string;
}

/** Symbolic sizes as int64[1] values, computed once at the start of the outermost graph from the shapes of its inputs. */
export class ModelSizes {
  readonly #write: SizeWriter;
  readonly #inputs: Graph["inputs"];
  readonly #known = new Map<string, string>();

  constructor(inputs: Graph["inputs"], write: SizeWriter) {
    this.#inputs = inputs;
    this.#write = write;
  }

  /** The name of an int64[1] value that holds `dim`. */
  vector(dim: Dim): string {
    if (typeof dim === "number") return this.#write.ints([dim]);
    const key = printDim(dim);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const name = this.#polynomial(dim);
    this.#known.set(key, name);
    return name;
  }

  #polynomial({ terms }: SymbolicDim): string {
    const products = terms.map(({ coefficient, factors }) => {
      const values = factors.map((factor) =>
        typeof factor === "string"
          ? this.#named(factor)
          : this.#write.node("Div", [this.vector(factor.floorOf), this.#write.ints([factor.by])]),
      );
      const scaled = coefficient === 1 && values.length > 0 ? values : [...values, this.#write.ints([coefficient])];
      return scaled.reduce((product, value) => this.#write.node("Mul", [product, value]));
    });
    return products.reduce((sum, product) => this.#write.node("Add", [sum, product]));
  }

  /** A named size, read off an input's shape; `2 * n + 1` is solved for n. */
  #named(name: string): string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    for (const input of this.#inputs) {
      for (const [axis, dim] of input.spec.shape.entries()) {
        const line = typeof dim === "number" ? undefined : linear(dim, name);
        if (line === undefined) continue;
        const size = this.#write.node("Shape", [input.name], { start: axis, end: axis + 1 });
        const shifted = line.offset === 0 ? size : this.#write.node("Sub", [size, this.#write.ints([line.offset])]);
        const value = line.scale === 1 ? shifted : this.#write.node("Div", [shifted, this.#write.ints([line.scale])]);
        this.#known.set(name, value);
        return value;
      }
    }
    throw new Error(`toOnnx: the size "${name}" cannot be read off the shape of any input. Give one input an axis of that size.`);
  }
}

/** `scale * name + offset`, when `dim` is that. */
const linear = (dim: SymbolicDim, name: string): { readonly scale: number; readonly offset: number } | undefined => {
  if (namesOfDim(dim).length !== 1) return undefined;
  const [first, constant, ...rest] = dim.terms;
  if (first?.factors[0] !== name || first.factors.length > 1 || rest.length > 0 || (constant && constant.factors.length > 0))
    return undefined;
  return { scale: first.coefficient, offset: constant?.coefficient ?? 0 };
};
