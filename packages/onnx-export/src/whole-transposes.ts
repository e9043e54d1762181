import { dropDeadCode, isNode, sameShape, sizeOfDims, specOf } from "@tidu/core-tensor";
import type { Graph, Node, NodeOf, Shape, ValueId } from "@tidu/core-tensor";

/** A transpose of joined axes, between the reshapes that join and part them, as the one transpose that it is: it reads better. */
export const wholeTransposes = (graph: Graph): Graph => {
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node] as const)));
  const nodes = graph.nodes.map((node) => (isNode(node, "reshape") ? (whole(graph, node, makers) ?? node) : node));
  return dropDeadCode({ ...graph, nodes });
};

const whole = (graph: Graph, last: Node & NodeOf<"reshape">, makers: ReadonlyMap<ValueId, Node>): Node | undefined => {
  const middle = makers.get(last.inputs.x);
  if (middle === undefined || !isNode(middle, "transpose")) return undefined;
  const joined = makers.get(middle.inputs.x);
  const x = joined !== undefined && isNode(joined, "reshape") ? joined.inputs.x : middle.inputs.x;
  const from = specOf(graph, x).shape;
  const groups = groupsOf(from, specOf(graph, middle.inputs.x).shape);
  const permutation = groups && middle.params.permutation.flatMap((group) => groups[group] ?? []);
  const to = permutation?.map((axis) => from[axis] ?? 1);
  if (permutation === undefined || to === undefined || !sameShape(to, specOf(graph, last.outputs[0] ?? 0).shape)) return undefined;
  return { op: "transpose", inputs: { x }, params: { permutation }, outputs: last.outputs, scope: last.scope };
};

/** Which axes of a shape are joined in each axis of another, when that is all that differs. */
const groupsOf = (from: Shape, to: Shape): readonly (readonly number[])[] | undefined => {
  const groups: number[][] = [];
  let axis = 0;
  for (const size of to) {
    const group: number[] = [];
    do group.push(axis++);
    while (axis < from.length && !sameShape([sizeOfDims(group.map((i) => from[i] ?? 1))], [size]));
    if (!sameShape([sizeOfDims(group.map((i) => from[i] ?? 1))], [size])) return undefined;
    groups.push(group);
  }
  return axis === from.length ? groups : undefined;
};
