import { channelsFirst, deferMovement, inputsOf, isNode, rewrite, ruleOf, simplify, specOf } from "@tidu/core-tensor";
import type { Graph, Node, ValueId } from "@tidu/core-tensor";
import { arithmeticExpansions, convolutionExpansions, poolingExpansions } from "./expansions/index.ts";
import type { Expansions } from "./expansions/index.ts";
import { poolFirst } from "./pool-first.ts";
import { rowSums } from "./row-sums.ts";
import type { ExpansionContext, Making } from "./expansions/expansion.ts";

type AnyExpansion = (context: { readonly [K in keyof ExpansionContext<never>]: unknown }) => ValueId | undefined;

/**
 * The forms of a graph that onnxruntime runs fast on the CPU, inside loops too. Pools stay with convolutions that stay: those two
 * share onnxruntime's own layout.
 */
export function expand(given: Graph): Graph {
  const graph = takesFormLate(given) ? rowSums(simplify(given)) : given;
  const convolved = applyExpansions(convolutionExpansions, poolFirst(graph));
  const stays = convolved === graph && graph.nodes.some(({ op }) => op === "conv");
  const images = stays ? graph : applyExpansions(poolingExpansions, convolved);
  return applyExpansions(arithmeticExpansions, images === graph ? graph : simplify(deferMovement(channelsFirst(images))));
}

/**
 * Whether a graph takes its form only when it has been simplified: loops that what does not need their carry has left, gradients of rows that
 * are added where they belong.
 */
const takesFormLate = ({ nodes }: Graph): boolean =>
  nodes.some(
    (node) => isNode(node, "scatterAdd") || (isNode(node, "scan") && (node.params.batched === true || takesFormLate(node.params.body))),
  );

/** A graph with ops in the forms of a table, inside loops too; the graph itself when no rule applies. */
export function applyExpansions(expansions: Expansions, graph: Graph): Graph {
  const fixed = new Set<ValueId>();
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node] as const)));
  const users = new Map<ValueId, Node[]>();
  for (const node of graph.nodes) for (const value of inputsOf(node.inputs)) users.set(value, [...(users.get(value) ?? []), node]);
  let changed = false;
  const expanded = rewrite(graph, (node, inputs, builder) => {
    if (isNode(node, "scan")) {
      const body = applyExpansions(expansions, node.params.body);
      if (body === node.params.body) return undefined;
      changed = true;
      return builder.copy(
        node,
        inputs,
        node.outputs.map((value) => specOf(graph, value)),
        { ...node.params, body },
      );
    }
    if (inputsOf(node.inputs).every((value) => fixed.has(value)) && node.op !== "randomBits")
      node.outputs.forEach((value) => fixed.add(value));
    const [output] = node.outputs;
    const expansion = ruleOf<AnyExpansion>(expansions, node.op);
    if (expansion === undefined || output === undefined) return undefined;
    const make: Making["make"] = (op, args, params = {}) => builder.add(op, args, params, node.scope)[0] ?? -1;
    const old = new Map(inputsOf(inputs).map((value, i) => [value, inputsOf(node.inputs)[i] ?? -1]));
    const before = (value: ValueId): ValueId => old.get(value) ?? -1;
    const value = expansion({
      inputs,
      params: node.params,
      output: specOf(graph, output),
      isFixed: (input: ValueId) => fixed.has(before(input)),
      maker: (input: ValueId) => makers.get(before(input)),
      users: users.get(output) ?? [],
      making: { builder, make },
    });
    if (value === undefined) return undefined;
    changed = true;
    return [value];
  });
  return changed ? expanded : graph;
}
