import { mapInputs, specOf } from "../../graph.ts";
import type { Graph, ValueId } from "../../graph.ts";
import { GraphBuilder } from "../../graph-builder.ts";
import type { CallParams } from "../../ops/control.ts";
import { elementwise } from "../../ops/elementwise.ts";
import type { OpName } from "../../ops/index.ts";
import type { TensorSpec } from "../../spec.ts";

/** Whether a body works element by element on tensors of one rank or scalars, so that it means the same in any shape. */
export const isElementwiseBody = ({ nodes, ...graph }: Graph): boolean =>
  nodes.every(
    (node) => node.op in elementwise || (node.op === "constant" && specOf({ nodes, ...graph }, node.outputs[0] ?? 0).shape.length === 0),
  );

/** The same call for arguments of other shapes. Options that speak of axes are dropped: nobody may take the call by its name and them. */
export function callFor({ name, options, body }: CallParams, specs: readonly TensorSpec[]): CallParams {
  const kept = Object.entries(options).filter(([option]) => !["axis", "axes", "dataFormat"].includes(option));
  return { name, options: Object.fromEntries(kept), body: bodyFor(body, specs) };
}

/** The same body for arguments of other shapes. */
export function bodyFor(body: Graph, specs: readonly TensorSpec[]): Graph {
  const builder = new GraphBuilder(body.inputs.map(({ name }, i) => ({ name, spec: specs[i] ?? { shape: [], dtype: "float32" } })));
  const map = new Map<ValueId, ValueId>(body.inputs.map((_, i) => [i, i]));
  for (const node of body.nodes) {
    const inputs = mapInputs(node.inputs, (value) => map.get(value) ?? -1);
    builder.add(node.op as OpName, inputs, node.params, node.scope).forEach((value, i) => map.set(node.outputs[i] ?? -1, value));
  }
  return builder.finish(
    body.outputs.map((value) => map.get(value) ?? -1),
    body.outputNames,
  );
}
