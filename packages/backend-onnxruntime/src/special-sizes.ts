import { bindDim, bindingsOf, freeNames, isNode } from "@tidu/core-tensor";
import type { Dim, DimBindings, Graph } from "@tidu/core-tensor";

/** Given the shapes of a run's inputs, the sizes for which the graph must be compiled anew, if it must. */
export type SpecialSizes = (shapes: readonly (readonly number[])[]) => DimBindings | undefined;

/**
 * Sizes with which a session for all sizes fails, and a graph that knows them does not: onnxruntime refuses to run a loop of no step. On a
 * GPU, loops of one step are written out ({@link writeOutSingleSteps}) and what holds no elements runs on the host ({@link holdsNothing}).
 */
export function specialSizes(graph: Graph, onGpu: boolean): SpecialSizes | undefined {
  const lengths = symbolicLengths(graph);
  const never = onGpu ? freeNames(graph).size === 0 : lengths.length === 0;
  if (never) return undefined;
  return (shapes) => {
    const bindings = bindingsOf(graph, shapes);
    const steps = lengths.map((length) => bindDim(length, bindings));
    const special = onGpu ? steps.some((count) => count === 0 || count === 1) || shapes.some(isEmpty) : steps.includes(0);
    return special ? bindings : undefined;
  };
}

/** Whether some value of a graph is known to have no elements: kernels of the WebGPU provider fail on them, or end the process. */
export const holdsNothing = (graph: Graph): boolean =>
  graph.specs.some(({ shape }) => isEmpty(shape)) ||
  graph.nodes.some((node) => (isNode(node, "scan") || isNode(node, "call")) && holdsNothing(node.params.body));

/** The lengths of a graph's loops that are not numbers, inner loops included. */
const symbolicLengths = (graph: Graph): readonly Dim[] =>
  graph.nodes.flatMap((node) => {
    if (isNode(node, "call")) return symbolicLengths(node.params.body);
    if (!isNode(node, "scan")) return [];
    const { body, length } = node.params;
    return [...(typeof length === "number" ? [] : [length]), ...symbolicLengths(body)];
  });

const isEmpty = (shape: readonly Dim[]): boolean => shape.includes(0);
