import type { Node, ValueId } from "./graph.ts";
import type { InputsOf, ParamsOf } from "./op.ts";
import type { OpName, Ops } from "./ops/index.ts";

/** A node whose op is known. */
export type NodeOf<K extends OpName> = Omit<Node, "op" | "inputs" | "params"> & {
  readonly op: K;
  readonly inputs: InputsOf<Ops[K], ValueId>;
  readonly params: ParamsOf<Ops[K]>;
};

/** Whether a node applies `op`; narrows its inputs and params. */
export const isNode = <K extends OpName>(node: Node, op: K): node is Node & NodeOf<K> => node.op === op;

/**
 * The rule of a table for the op of a node.
 *
 * This is the one cast that rule tables need: a table is checked entry by entry against its op where it is written
 * (`{ readonly [K in OpName]: Rule<K> }`), and a graph only holds nodes whose inputs and params its op has accepted,
 * so rule and node fit although the compiler cannot follow the name through.
 */
export function ruleOf<Rule>(table: { readonly [K in OpName]: unknown }, op: string): Rule;
export function ruleOf<Rule>(table: { readonly [K in OpName]?: unknown }, op: string): Rule | undefined;
export function ruleOf<Rule>(table: { readonly [K in OpName]?: unknown }, op: string): Rule | undefined {
  return table[op as OpName] as Rule | undefined;
}
