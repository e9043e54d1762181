import { dropDeadCode, isNode, sameDim, sameShape, sizeOfDims, specOf } from "@tidu/core-tensor";
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
  const joining = makers.get(middle.inputs.x);
  const x = joining !== undefined && isNode(joining, "reshape") ? joining.inputs.x : middle.inputs.x;
  const [from, to] = [specOf(graph, x).shape, specOf(graph, last.outputs[0] ?? 0).shape];
  const groups = groupsOf(from, specOf(graph, middle.inputs.x).shape);
  if (groups === undefined || from.length !== to.length) return undefined;

  // Axes of size 1 stand wherever the result has one.
  const moved = middle.params.permutation.flatMap((group) => groups[group] ?? []).values();
  const ones = axesOf(from, true).values();
  const permutation = to.map((size) => (size === 1 ? ones : moved).next().value ?? 0);
  const order = permutation.map((axis) => from[axis] ?? 0);
  if (new Set(permutation).size < to.length || !sameShape(order, to)) return undefined;
  return { op: "transpose", inputs: { x }, params: { permutation }, outputs: last.outputs, scope: last.scope };
};

/** Which axes larger than 1 are joined in each axis of another shape, when that is all that differs. */
const groupsOf = (from: Shape, to: Shape): readonly (readonly number[])[] | undefined => {
  const axes = axesOf(from, false);
  let next = 0;
  const groups = to.map((size) => {
    const start = next;
    const joined = (): readonly number[] => axes.slice(start, next);
    while (next < axes.length && !sameDim(sizeOfDims(joined().map((axis) => from[axis] ?? 1)), size)) next++;
    return joined();
  });
  const isWhole = groups.every((group, i) => sameDim(sizeOfDims(group.map((axis) => from[axis] ?? 1)), to[i] ?? 1));
  return isWhole && next === axes.length ? groups : undefined;
};

const axesOf = (shape: Shape, ofOne: boolean): readonly number[] => shape.flatMap((size, axis) => ((size === 1) === ofOne ? [axis] : []));
