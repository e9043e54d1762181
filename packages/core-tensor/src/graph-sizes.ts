import type { Graph } from "./graph.ts";
import { isGraph } from "./print-graph.ts";
import { bindDim, isSymbolic, namesOfDim, printDim } from "./shape/dim.ts";
import type { Dim, DimBindings } from "./shape/dim.ts";
import { bindShape, printShape } from "./shape/shape.ts";
import type { TensorSpec } from "./spec.ts";

/** The free dimensions of a graph's inputs. */
export const freeNames = (graph: Graph): ReadonlySet<string> => new Set(graph.inputs.flatMap(({ spec }) => spec.shape.flatMap(namesOfDim)));

/**
 * The sizes that the free dimensions of a graph have for inputs of these shapes.
 *
 * @throws when an input has another rank or size than the graph expects, or two inputs give one name two sizes
 */
export function bindingsOf(graph: Graph, shapes: readonly (readonly number[])[]): DimBindings {
  const bindings: Record<string, number> = {};
  const mismatch = (input: number, why = ""): Error => {
    const { name, spec } = graph.inputs[input] ?? { name: `input ${input}`, spec: { shape: [] } };
    return new Error(`${name}: expected shape ${printShape(spec.shape)}, received [${(shapes[input] ?? []).join(", ")}]${why}.`);
  };
  graph.inputs.forEach(({ spec }, i) => {
    const shape = shapes[i] ?? [];
    if (shape.length !== spec.shape.length) throw mismatch(i);
    spec.shape.forEach((dim, axis) => {
      const name = soleName(dim);
      if (name !== undefined) bindings[name] ??= shape[axis] ?? 0;
    });
  });
  graph.inputs.forEach(({ spec }, i) => {
    spec.shape.forEach((dim, axis) => {
      const expected = bindDim(dim, bindings);
      if (expected === shapes[i]?.[axis]) return;
      throw mismatch(i, typeof dim === "number" ? "" : ` (${printDim(dim)} is ${printDim(expected)} elsewhere)`);
    });
  });
  return bindings;
}

/** The graph with its free dimensions replaced by numbers, inner graphs and sizes that are read included. */
export function bindSizes(graph: Graph, bindings: DimBindings): Graph {
  const bindSpec = (spec: TensorSpec): TensorSpec => ({ dtype: spec.dtype, shape: bindShape(spec.shape, bindings) });
  const bindParams = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
    if (isSymbolic(value)) return bindDim(value, bindings);
    if (isGraph(value)) return bindSizes(value, bindings);
    if (Array.isArray(value)) return value.map(bindParams);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, bindParams(item)]));
  };
  return {
    ...graph,
    inputs: graph.inputs.map(({ name, spec }) => ({ name, spec: bindSpec(spec) })),
    specs: graph.specs.map(bindSpec),
    nodes: graph.nodes.map((node) => ({ ...node, params: node.op === "constant" ? node.params : bindParams(node.params) })),
  };
}

const soleName = (dim: Dim): string | undefined => {
  if (typeof dim === "number" || dim.terms.length !== 1) return undefined;
  const [term] = dim.terms;
  const [factor] = term?.factors ?? [];
  return term?.coefficient === 1 && term.factors.length === 1 && typeof factor === "string" ? factor : undefined;
};
