import { inputsOf, mapInputs } from "../graph.ts";
import type { Graph, ValueId } from "../graph.ts";
import { GraphBuilder, mapped, specsOfNode } from "../graph-builder.ts";
import { extract } from "../extract.ts";
import type { ScanParams } from "../ops/control.ts";
import { isNode } from "../typed-node.ts";

/** Drops nodes that no output needs, and results of scans that nobody reads. The inputs stay. */
export function dropDeadCode(graph: Graph): Graph {
  const used = new Set<ValueId>(graph.outputs);
  const alive = new Set<number>();
  for (let position = graph.nodes.length - 1; position >= 0; position--) {
    const node = graph.nodes[position];
    if (node === undefined || !node.outputs.some((value) => used.has(value))) continue;
    alive.add(position);
    for (const value of inputsOf(node.inputs)) used.add(value);
  }
  const builder = new GraphBuilder(graph.inputs);
  const map = new Map<ValueId, ValueId>(graph.inputs.map((_, i) => [i, i]));
  graph.nodes.forEach((node, position) => {
    if (!alive.has(position)) return;
    const inputs = mapInputs(node.inputs, (value) => mapped(map, value));
    const scan = isNode(node, "scan") ? trimScan(node.params, node.inputs.carry.length, node.outputs, used) : undefined;
    const outputs = scan?.outputs ?? node.outputs;
    const specs = scan === undefined ? specsOfNode(graph, node) : specsOfNode(graph, { ...node, outputs });
    const copies = builder.copy(node, inputs, specs, scan?.params);
    outputs.forEach((value, i) => map.set(value, copies[i] ?? -1));
  });
  return builder.finish(
    graph.outputs.map((value) => mapped(map, value)),
    graph.outputNames,
  );
}

/** A scan without the stacked results that nobody reads. */
function trimScan(
  params: ScanParams,
  carries: number,
  outputs: readonly ValueId[],
  used: ReadonlySet<ValueId>,
): { readonly params: ScanParams; readonly outputs: readonly ValueId[] } | undefined {
  const kept = outputs.map((_, i) => i).filter((i) => i < carries || used.has(outputs[i] ?? -1));
  if (kept.length === outputs.length) return undefined;
  const body = extract(params.body, {
    inputs: params.body.inputs.map((_, i) => i),
    outputs: kept.map((i) => params.body.outputs[i] ?? 0),
    outputNames: kept.map((i) => params.body.outputNames[i] ?? ""),
  });
  return { params: { ...params, body }, outputs: kept.map((i) => outputs[i] ?? 0) };
}
