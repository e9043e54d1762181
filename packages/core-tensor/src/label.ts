import { inputsOf } from "./graph.ts";
import type { Lazy, LazyNode } from "./lazy.ts";

/** Prefixes the scope of every node between `inputs` and `outputs`: names for people and files. */
export function label(outputs: readonly Lazy[], inputs: readonly Lazy[], scope: string): void {
  const seen = new Set<LazyNode>();
  for (const { source } of inputs) if (source.kind === "node") seen.add(source.node);
  const stack = [...outputs];
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    const { source } = value;
    if (source.kind !== "node" || seen.has(source.node)) continue;
    seen.add(source.node);
    source.node.scope = source.node.scope === "" ? scope : `${scope}/${source.node.scope}`;
    for (const input of inputsOf(source.node.inputs)) stack.push(input);
  }
}
