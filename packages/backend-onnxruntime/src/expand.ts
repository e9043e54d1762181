import { isNode, rewrite, ruleOf, specOf } from "@tidu/core-tensor";
import type { Graph, ValueId } from "@tidu/core-tensor";
import { expansions } from "./expansions/index.ts";
import type { ExpansionContext } from "./expansions/expansion.ts";

type AnyExpansion = (context: { readonly [K in keyof ExpansionContext<never>]: unknown }) => ValueId | undefined;

/** Writes ops in the forms of the expansion table, inside loops too. */
export const expand = (graph: Graph): Graph =>
  rewrite(graph, (node, inputs, builder) => {
    if (isNode(node, "scan")) {
      const specs = node.outputs.map((value) => specOf(graph, value));
      return builder.copy(node, inputs, specs, { ...node.params, body: expand(node.params.body) });
    }
    const [output] = node.outputs;
    const expansion = ruleOf<AnyExpansion>(expansions, node.op);
    if (expansion === undefined || output === undefined) return undefined;
    const make: ExpansionContext<never>["make"] = (op, args, params = {}) => builder.add(op, args, params, node.scope)[0] ?? -1;
    const value = expansion({ inputs, params: node.params, builder, output: specOf(graph, output), make });
    return value === undefined ? undefined : [value];
  });
