import type { Graph, Node, ValueId } from "../graph.ts";
import { mapInputs } from "../graph.ts";
import { rewrite } from "../graph-builder.ts";
import type { GraphBuilder } from "../graph-builder.ts";
import type { OpName } from "../ops/index.ts";
import type { DataFormat } from "../ops/windows.ts";
import type { Shape } from "../shape/shape.ts";
import { isNode } from "../typed-node.ts";
import { deferMovement } from "./defer-movement.ts";

/**
 * Writes every op that knows data formats with channels first, as ONNX has them: transposes go around it, and those between two
 * such ops meet and vanish. A graph without such ops stays as it is.
 */
export function channelsFirst(graph: Graph): Graph {
  const arranged = arrange(graph);
  return arranged === graph ? graph : deferMovement(arranged);
}

function arrange(graph: Graph): Graph {
  if (!graph.nodes.some(isConcerned)) return graph;
  return rewrite(graph, (node, inputs, builder) => {
    if (isNode(node, "scan")) {
      const specs = node.outputs.flatMap((value) => graph.specs[value] ?? []);
      return builder.copy(node, inputs, specs, { ...node.params, body: arrange(node.params.body) });
    }
    if (!isChannelsLast(node)) return undefined;
    const { inputShape, filterShape, ...params } = node.params;
    const turned = mapInputs(inputs, (value) => value);
    for (const [name, value] of Object.entries(inputs)) {
      Object.assign(turned, { [name]: turn(value as ValueId, name === "filter" ? filterFirst : imageFirst, builder, node.scope) });
    }
    const outputs = builder.add(
      node.op as OpName,
      turned,
      {
        ...params,
        ...(inputShape && { inputShape: permuted(inputShape, imageFirst(inputShape.length)) }),
        ...(filterShape && { filterShape: permuted(filterShape, filterFirst(filterShape.length)) }),
        dataFormat: "channelsFirst",
      },
      node.scope,
    );
    return outputs.map((value) => turn(value, filterShape ? filterLast : imageLast, builder, node.scope));
  });
}

interface ImageParams {
  readonly dataFormat: DataFormat;
  readonly inputShape?: Shape;
  readonly filterShape?: Shape;
}

const isChannelsLast = (node: Node): node is Node & { readonly params: ImageParams } =>
  typeof node.params === "object" && node.params !== null && "dataFormat" in node.params && node.params.dataFormat === "channelsLast";

const isConcerned = (node: Node): boolean => isChannelsLast(node) || (isNode(node, "scan") && node.params.body.nodes.some(isConcerned));

const middle = (ndim: number, from: number, to: number): readonly number[] => [...Array(ndim).keys()].slice(from, to);
const imageFirst = (ndim: number): readonly number[] => [0, ndim - 1, ...middle(ndim, 1, ndim - 1)];
const imageLast = (ndim: number): readonly number[] => [0, ...middle(ndim, 2, ndim), 1];
const filterFirst = (ndim: number): readonly number[] => [ndim - 1, ndim - 2, ...middle(ndim, 0, ndim - 2)];
const filterLast = (ndim: number): readonly number[] => [...middle(ndim, 2, ndim), 1, 0];

const permuted = (shape: Shape, permutation: readonly number[]): Shape => permutation.map((axis) => shape[axis] ?? 1);

const turn = (value: ValueId, order: (ndim: number) => readonly number[], builder: GraphBuilder, scope: string): ValueId =>
  builder.add("transpose", { x: value }, { permutation: order(builder.specOf(value).shape.length) }, scope)[0] ?? -1;
