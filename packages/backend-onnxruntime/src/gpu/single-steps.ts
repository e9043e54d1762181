import { inline, isNode, rewrite, specOf } from "@tidu/core-tensor";
import type { Graph, GraphBuilder, Shape, ValueId } from "@tidu/core-tensor";

/**
 * Loops of one step written out. onnxruntime runs loops on the host, which would take the state of a training step
 * from the GPU and back.
 */
export const writeOutSingleSteps = (graph: Graph): Graph =>
  rewrite(graph, (node, inputs, builder) => {
    if (!isNode(node, "scan")) return undefined;
    const body = writeOutSingleSteps(node.params.body);
    if (node.params.length !== 1) {
      const specs = node.outputs.map((value) => specOf(graph, value));
      return builder.copy(node, inputs, specs, { ...node.params, body });
    }
    const { carry = [], xs = [], consts = [] } = inputs;
    const rows = [xs].flat().map((x) => reshaped(builder, x, builder.specOf(x).shape.slice(1)));
    const results = inline(body, [...[carry].flat(), ...rows, ...[consts].flat()], builder, node.scope);
    const carries = node.inputs.carry.length;
    return results.map((value, i) => (i < carries ? value : reshaped(builder, value, [1, ...builder.specOf(value).shape])));
  });

const reshaped = (builder: GraphBuilder, x: ValueId, shape: Shape): ValueId => builder.add("reshape", { x }, { shape })[0] ?? -1;
