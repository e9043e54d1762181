import { bindDim, bindingsOf, freeNames, inputsOf, isNode, isStatic } from "@tidu/core-tensor";
import type { Dim, DimBindings, Graph } from "@tidu/core-tensor";
import { gpuExpansions } from "./gpu/expansions.ts";

/** Given the shapes of a run's inputs, the sizes for which the graph must be compiled anew, if it must. */
export type SpecialSizes = (shapes: readonly (readonly number[])[]) => DimBindings | undefined;

/**
 * Sizes with which a session for all sizes fails, and a graph that knows them does not: onnxruntime refuses to run a loop of no step. On a
 * GPU, loops of one step are written out ({@link writeOutSingleSteps}), what holds no elements runs on the host ({@link holdsNothing}), and
 * what the provider has no kernel for is written for images of known size ({@link gpuExpansions}).
 */
export function specialSizes(graph: Graph, onGpu: boolean): SpecialSizes | undefined {
  const lengths = symbolicLengths(graph);
  const never = onGpu ? freeNames(graph).size === 0 : lengths.length === 0;
  if (never) return undefined;
  const always = onGpu && expandsFreeImages(graph);
  return (shapes) => {
    const bindings = bindingsOf(graph, shapes);
    if (always) return bindings;
    const steps = lengths.map((length) => bindDim(length, bindings));
    const special = onGpu ? steps.some((count) => count === 0 || count === 1) || shapes.some(isEmpty) : steps.includes(0);
    return special ? bindings : undefined;
  };
}

/** Whether some value of a graph is known to have no elements: kernels of the WebGPU provider fail on them, or end the process. */
export const holdsNothing = (graph: Graph): boolean =>
  graph.specs.some(({ shape }) => isEmpty(shape)) ||
  graph.nodes.some((node) => (isNode(node, "scan") || isNode(node, "call")) && holdsNothing(node.params.body));

/** Whether an op that must be expanded for the GPU takes images of any size. */
const expandsFreeImages = (graph: Graph): boolean =>
  graph.nodes.some((node) => {
    if (isNode(node, "scan") || isNode(node, "call")) return expandsFreeImages(node.params.body);
    const values = [...inputsOf(node.inputs), ...node.outputs];
    return Object.hasOwn(gpuExpansions, node.op) && values.some((value) => !isStatic(graph.specs[value]?.shape.slice(1) ?? []));
  });

/** The lengths of a graph's loops that are not numbers, inner loops included. */
const symbolicLengths = (graph: Graph): readonly Dim[] =>
  graph.nodes.flatMap((node) => {
    if (isNode(node, "call")) return symbolicLengths(node.params.body);
    if (!isNode(node, "scan")) return [];
    const { body, length } = node.params;
    return [...(typeof length === "number" ? [] : [length]), ...symbolicLengths(body)];
  });

const isEmpty = (shape: readonly Dim[]): boolean => shape.includes(0);
