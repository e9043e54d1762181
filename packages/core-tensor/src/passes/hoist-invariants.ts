import { extract } from "../extract.ts";
import { inputsOf } from "../graph.ts";
import type { Graph, ValueId } from "../graph.ts";
import { inline, rewrite } from "../graph-builder.ts";
import { dependents } from "../instantiate.ts";
import { isStatic } from "../shape/shape.ts";
import type { Shape } from "../shape/shape.ts";
import { sizeOfShape } from "../tensor-data.ts";
import { isNode } from "../typed-node.ts";

/** Larger values stay inside: computing a whole data set at once to use a batch of it would cost memory. */
const largest = 65_536;

/** Computes once, before a loop, what is the same in all its steps: values that no carry and no row enters. */
export function hoistInvariants(graph: Graph): Graph {
  return rewrite(graph, (node, inputs, builder) => {
    if (!isNode(node, "scan")) return undefined;
    const { body } = node.params;
    const variables = node.inputs.carry.length + node.inputs.xs.length;
    const crossing = invariantsRead(body, variables);
    if (crossing.length === 0) return undefined;
    const { consts = [], ...others } = inputs;
    const given = [consts].flat();
    const constants = body.inputs.map((_, i) => i).slice(variables);
    const hoisted = inline(extract(body, { inputs: constants, outputs: crossing }), given, builder, node.scope);
    const left = extract(body, { inputs: [...body.inputs.keys(), ...crossing], outputs: body.outputs, outputNames: body.outputNames });
    return builder.add("scan", { ...others, consts: [...given, ...hoisted] }, { ...node.params, body: left }, node.scope);
  });
}

/** The values computed of constants of the loop alone, which what changes from step to step reads. */
function invariantsRead(body: Graph, variables: number): readonly ValueId[] {
  const ids = [...body.inputs.keys()];
  const changing = dependents(body, ids.slice(0, variables));
  const given = dependents(body, ids.slice(variables));
  const literals = new Set(body.nodes.flatMap((node) => (node.op === "constant" ? node.outputs : [])));
  const movable = new Set<ValueId>();
  for (const node of body.nodes) {
    const fixed = node.outputs.every((value) => given.has(value) && !changing.has(value) && isSmall(body.specs[value]?.shape ?? []));
    const ready = inputsOf(node.inputs).every((value) => value < body.inputs.length || movable.has(value) || literals.has(value));
    if (fixed && ready) for (const value of node.outputs) movable.add(value);
  }
  const read = new Set<ValueId>(body.outputs);
  for (const node of body.nodes) {
    if (!node.outputs.some((value) => movable.has(value))) for (const value of inputsOf(node.inputs)) read.add(value);
  }
  return [...movable].filter((value) => read.has(value));
}

const isSmall = (shape: Shape): boolean => isStatic(shape) && sizeOfShape(shape) <= largest;
