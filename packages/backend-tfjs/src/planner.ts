import { emptyArray, evaluate, inputsOf, isStatic, mapInputs, printSpec, ruleOf, specOf } from "@tidu/core-tensor";
import type { Graph, NodeInputs, Node, OpName, TensorData, TensorSpec } from "@tidu/core-tensor";
import { onDevice } from "./engine.ts";
import type { Engine } from "./engine.ts";
import { kernels } from "./kernels/index.ts";
import type { Held, HostFunction, Plan, StaticSpec, Value } from "./plan.ts";
import { isEmpty, MissingKernel, Recorder } from "./recorder.ts";
import type { Run } from "./run.ts";

/**
 * The plan of a graph whose sizes are numbers.
 *
 * @param hold gives constants to the engine, once each
 */
export function planGraph(graph: Graph, engine: Engine, hold: (data: TensorData) => Held): Plan {
  const recorder = new Recorder(engine);
  const inputs = graph.inputs.map(({ spec }) => recorder.value(staticSpec(spec)));
  const values: Value[] = [...inputs];
  const valueOf = (id: number): Value => {
    const value = values[id];
    if (value === undefined) throw new Error(`plan: value %${id} is not computed yet.`);
    return value;
  };
  for (const node of graph.nodes) {
    recorder.where = node.scope === "" ? node.op : `${node.scope}/${node.op}`;
    const specs = node.outputs.map((output) => staticSpec(specOf(graph, output)));
    const results = planNode(node, mapInputs(node.inputs, valueOf), specs, recorder, (body) => planGraph(body, engine, hold));
    values.push(...results);
  }
  return recorder.finish(inputs, graph.outputs.map(valueOf), hold);
}

type Rule = (inputs: NodeInputs<Value>, params: unknown, run: Run) => readonly Value[];

function planNode(
  node: Node,
  inputs: NodeInputs<Value>,
  specs: readonly StaticSpec[],
  recorder: Recorder,
  plan: (body: Graph) => Plan,
): readonly Value[] {
  const run = runOf(node, inputs, specs, recorder, plan);
  const rule = ruleOf<Rule>(kernels, node.op);
  if (anyPlace.has(node.op)) return rule(inputs, node.params, run);
  if (specs.every(isEmpty)) return specs.map(({ dtype, shape }) => recorder.constant({ dtype, shape, data: emptyArray(dtype, 0) }));
  const everyone = [...inputsOf(inputs), ...specs];
  if (everyone.some((value) => !onDevice(value.dtype) || isEmpty(value))) return run.onHost();
  try {
    return rule(inputs, node.params, run);
  } catch (error) {
    if (error instanceof MissingKernel) return run.onHost();
    throw error;
  }
}

/** Ops whose rules take values of every dtype and size, because they only pass them on. */
const anyPlace: ReadonlySet<string> = new Set<OpName>(["reshape", "stopGradient", "constant", "sizeOf", "scan"]);

function runOf(node: Node, inputs: NodeInputs<Value>, specs: readonly StaticSpec[], recorder: Recorder, plan: (body: Graph) => Plan): Run {
  const only = (results: readonly Value[]): Value => {
    const [result] = results;
    if (result === undefined) throw new Error(`${recorder.where}: expected an output.`);
    return result;
  };
  const interpret: Run["interpret"] = (op, inputs, params, specs) =>
    recorder.compute(inputsOf(inputs), interpretation(op, inputs, params, specs), specs);
  const kernel = (name: string, inputs: Readonly<Record<string, Value>> | readonly Value[], attributes = {}, spec = specs[0]): Value =>
    only(recorder.kernel(name, inputs, attributes, spec === undefined ? [] : [spec]));
  return Object.assign(kernel, {
    specs,
    engine: recorder.engine.kind,
    reshape: (x: Value, shape: readonly number[]): Value => reshaped(x, shape),
    constant: (data: TensorData) => recorder.constant(data),
    fill: recorder.fill.bind(recorder),
    once: recorder.once.bind(recorder),
    compute: (inputs: readonly Value[], f: HostFunction, outputs = specs) => recorder.compute(inputs, f, outputs),
    write: recorder.write.bind(recorder),
    interpret,
    onHost: () => {
      const { op, params } = node as { op: OpName; params: object };
      if (inputsOf(inputs).length > 0) return interpret(op, inputs, params, specs);
      return interpretation(op, inputs, params, specs)([]).map((known) => recorder.constant(known));
    },
    loop: ({ body, ...loop }: Parameters<Run["loop"]>[0]) => recorder.loop({ ...loop, body: plan(body) }, specs),
  });
}

function reshaped(x: Value, shape: readonly number[]): Value {
  const { slot, dtype, constant } = x;
  return constant === undefined ? { slot, dtype, shape } : { slot, dtype, shape, constant: { ...constant, shape } };
}

/** One op as a function of numbers. */
function interpretation(
  op: OpName,
  inputs: NodeInputs<Value>,
  params: object,
  specs: readonly StaticSpec[],
): (numbers: readonly TensorData[]) => readonly TensorData[] {
  const list = inputsOf(inputs);
  let next = 0;
  const outputs = specs.map((_, i) => list.length + i);
  const graph: Graph = {
    inputs: list.map(({ shape, dtype }, i) => ({ name: `input${i}`, spec: { shape, dtype } })),
    nodes: [{ op, inputs: mapInputs(inputs, () => next++), params, outputs, scope: "" }],
    outputs,
    outputNames: outputs.map((_, i) => `output${i}`),
    specs: [...list, ...specs].map(({ shape, dtype }) => ({ shape, dtype })),
  };
  return (numbers) => evaluate(graph, numbers);
}

function staticSpec(spec: TensorSpec): StaticSpec {
  if (!isStatic(spec.shape)) throw new Error(`plan: ${printSpec(spec)} has free sizes. Bind them first.`);
  return { shape: spec.shape, dtype: spec.dtype };
}
