import { bindingsOf, bindSizes, freeNames } from "../graph-sizes.ts";
import { inputsOf, mapInputs } from "../graph.ts";
import type { Graph, ValueId } from "../graph.ts";
import type { OpName, Ops } from "../ops/index.ts";
import type { TensorData } from "../tensor-data.ts";
import { ruleOf } from "../typed-node.ts";
import { control } from "./control.ts";
import { convolution } from "./convolution.ts";
import { elementwise } from "./elementwise.ts";
import { indexing } from "./indexing.ts";
import { linalg } from "./linalg.ts";
import { movement } from "./movement.ts";
import { pooling } from "./pooling.ts";
import { random } from "./random.ts";
import { reduce } from "./reduce.ts";
import type { EvaluateRule, RunGraph } from "./rule.ts";
import type { Value } from "./value.ts";

/** What every primitive computes: the definition that engines are compared with. */
export const evaluateRules: { readonly [K in OpName]: EvaluateRule<Ops[K]> } = {
  ...elementwise,
  ...reduce,
  ...movement,
  ...linalg,
  ...convolution,
  ...pooling,
  ...indexing,
  ...random,
  ...control,
};

/**
 * Runs a graph with the reference interpreter: plain loops, float32 results rounded once per op, NaN kept.
 * Results may share memory with inputs and constants.
 *
 * @param inputs one per graph input; they bind the graph's named sizes
 * @throws when the number of inputs, their dtypes or their shapes do not fit, or an index is out of range
 */
export function evaluate(graph: Graph, inputs: readonly TensorData[]): readonly TensorData[];
export function evaluate(graph: Graph, inputs: readonly Value[]): readonly Value[];
export function evaluate(graph: Graph, inputs: readonly Value[]): readonly Value[] {
  const bound = bindInputs(graph, inputs);
  const plans = new Map<Graph, Plan>();
  const run: RunGraph = (inner, values) => {
    let plan = plans.get(inner);
    if (plan === undefined) plans.set(inner, (plan = planOf(inner)));
    return runPlan(inner, plan, values, run);
  };
  return run(bound, inputs);
}

/** The graph with the sizes that its inputs have. */
function bindInputs(graph: Graph, inputs: readonly Value[]): Graph {
  if (inputs.length !== graph.inputs.length)
    throw new Error(`evaluate: the graph takes ${graph.inputs.length} inputs, received ${inputs.length}.`);
  graph.inputs.forEach(({ name, spec }, i) => {
    const dtype = inputs[i]?.dtype;
    if (dtype !== spec.dtype) throw new TypeError(`evaluate: input ${name} is ${spec.dtype}, received ${dtype}. Cast it first.`);
  });
  const bindings = bindingsOf(
    graph,
    inputs.map(({ shape }) => shape),
  );
  return freeNames(graph).size === 0 ? graph : bindSizes(graph, bindings);
}

/** For every node, the values that nothing reads after it. */
type Plan = readonly (readonly ValueId[])[];

function planOf(graph: Graph): Plan {
  const seen = new Set(graph.outputs);
  return graph.nodes
    .toReversed()
    .map((node) => {
      const last = [...new Set([...inputsOf(node.inputs), ...node.outputs])].filter((value) => !seen.has(value));
      last.forEach((value) => seen.add(value));
      return last;
    })
    .toReversed();
}

function runPlan(graph: Graph, plan: Plan, inputs: readonly Value[], run: RunGraph): readonly Value[] {
  const values: (Value | undefined)[] = [...inputs];
  const read = (value: ValueId): Value => {
    const found = values[value];
    if (found === undefined) throw new Error(`evaluate: value %${value} is not computed yet.`);
    return found;
  };
  graph.nodes.forEach((node, i) => {
    const results = ruleOf<AnyRule>(evaluateRules, node.op)(mapInputs(node.inputs, read), node.params, run);
    node.outputs.forEach((value, output) => (values[value] = results[output]));
    plan[i]?.forEach((value) => (values[value] = undefined));
  });
  return graph.outputs.map(read);
}

type AnyRule = (inputs: unknown, params: unknown, run: RunGraph) => readonly Value[];
