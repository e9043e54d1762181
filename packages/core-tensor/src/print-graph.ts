import { opNames } from "./ops/index.ts";
import { inputsOf } from "./graph.ts";
import type { Graph, Node, ValueId } from "./graph.ts";
import { isSymbolic, printDim } from "./shape/dim.ts";
import { printSpec } from "./spec.ts";
import { isTensorData, toNested } from "./tensor-data.ts";

/**
 * A graph as text, for people and for snapshots in tests.
 *
 *     graph(x: float32[batch, 784], kernel: float32[784, 10])
 *       %0: float32[batch, 10] = matmul(x, kernel)
 *       return %0
 */
export function printGraph(graph: Graph, options: { readonly name?: string; readonly scopes?: boolean } = {}): string {
  return printLines(graph, options.name ?? "graph", options.scopes ?? false).join("\n");
}

function printLines(graph: Graph, title: string, scopes: boolean): string[] {
  const names = graph.inputs.map(({ name }) => name);
  let next = 0;
  const nameOf = (value: ValueId): string => names[value] ?? `?${value}`;
  const lines = [`${title}(${graph.inputs.map(({ name, spec }) => `${name}: ${printSpec(spec)}`).join(", ")})`];
  for (const node of graph.nodes) {
    for (const value of node.outputs) names[value] = `%${next++}`;
    const outputs = node.outputs.map((value) => `${nameOf(value)}: ${printSpec(graph.specs[value] ?? { shape: [], dtype: "float32" })}`);
    const { text, bodies } = printParams(node, scopes);
    const args = [...inputsOf(node.inputs).map(nameOf), ...text].join(", ");
    lines.push(`  ${outputs.join(", ")} = ${node.op}(${args})${scopes && node.scope !== "" ? `  # ${node.scope}` : ""}`);
    for (const body of bodies) lines.push(...body.map((line) => `    ${line}`));
  }
  lines.push(`  return ${graph.outputs.map(nameOf).join(", ")}`);
  return lines;
}

function printParams(node: Node, scopes: boolean): { readonly text: readonly string[]; readonly bodies: readonly string[][] } {
  const text: string[] = [];
  const bodies: string[][] = [];
  for (const [name, value] of Object.entries(node.params ?? {})) {
    if (value === undefined || name === "gradient") continue;
    if (isGraph(value)) bodies.push(printLines(value, name, scopes));
    else if (node.op === "call" && name === "name") text.unshift(String(value));
    else if (node.op === "call" && name === "options")
      text.push(...Object.entries(value as object).map(([key, option]) => `${key}=${printValue(option)}`));
    else text.push(node.op === "constant" ? printValue(value) : `${name}=${printValue(value)}`);
  }
  return { text, bodies };
}

/** Whether a value is a graph: what params of loops and composites hold. */
export const isGraph = (value: unknown): value is Graph =>
  typeof value === "object" && value !== null && "nodes" in value && "outputs" in value;

function printValue(value: unknown): string {
  if (isSymbolic(value)) return printDim(value);
  if (isTensorData(value)) return value.data.length <= 8 ? JSON.stringify(toNested(value)) : printSpec(value);
  if (ArrayBuffer.isView(value)) {
    const list = Array.from(value as Int32Array);
    return list.length <= 12 ? `[${list.join(", ")}]` : `[${list.slice(0, 8).join(", ")}, … ${list.length} in all]`;
  }
  if (Array.isArray(value)) return `[${value.map(printValue).join(", ")}]`;
  return String(value);
}

/** How often each op occurs, inner graphs included: a quick look at what a pass did. */
export function countOps(graph: Graph): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  const walk = ({ nodes }: Graph): void => {
    for (const { op, params } of nodes) {
      counts[op] = (counts[op] ?? 0) + 1;
      for (const [name, value] of Object.entries(params ?? {})) if (name !== "gradient" && isGraph(value)) walk(value);
    }
  };
  walk(graph);
  return Object.fromEntries(opNames.filter((name) => name in counts).map((name) => [name, counts[name] ?? 0]));
}
