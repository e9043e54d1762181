import { inputsOf, isNode } from "@tidu/core-tensor";
import type { CallParams, Graph, Node, ValueId } from "@tidu/core-tensor";
import { isClaimed } from "@tidu/onnx-export";

/**
 * Which composites stay one operator of onnxruntime.
 *
 * Without a derivative of its own a composite is differentiated through its body, which a training graph then computes anyway:
 * written out, the two are shared (and in prediction onnxruntime finds the operator itself). A loop it does not find: where a graph
 * is not differentiated, an LSTM is half again to twice as fast as its Scan.
 */
export const wholeCalls = (graph: Graph): ((call: CallParams) => boolean) => {
  const loops = new Set(loopsAsCalls(graph));
  return (call) => loops.has(call) || staysWhole(call);
};

/** {@link wholeCalls} where loops are not faster as operators. */
export const staysWhole = (call: CallParams): boolean => isClaimed(call) && (call.gradient !== undefined || call.name.endsWith("Gradient"));

/** Claimed loops whose weights, the last of their arguments, nothing else reads: a gradient of theirs would. */
const loopsAsCalls = (graph: Graph): readonly CallParams[] => {
  const readers = readersOf(graph);
  return graph.nodes.flatMap((node) => {
    if (isNode(node, "scan")) return loopsAsCalls(node.params.body);
    if (!isNode(node, "call")) return [];
    if (!isLoop(node.params)) return loopsAsCalls(node.params.body);
    const weights = node.inputs.args.at(-1) ?? -1;
    const isReadElsewhere = readers.get(weights)?.some((reader) => !(isNode(reader, "call") && isLoop(reader.params)));
    return isReadElsewhere === true ? [] : [node.params];
  });
};

const isLoop = (call: CallParams): boolean => isClaimed(call) && call.body.nodes.some(({ op }) => op === "scan");

const readersOf = (graph: Graph): ReadonlyMap<ValueId, readonly Node[]> => {
  const readers = new Map<ValueId, Node[]>();
  for (const node of graph.nodes) for (const value of inputsOf(node.inputs)) readers.set(value, [...(readers.get(value) ?? []), node]);
  return readers;
};
