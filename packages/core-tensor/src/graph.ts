import type { TensorSpec } from "./spec.ts";

/** A value of a graph: its inputs come first (0, 1, …), then every node's outputs in order. */
export type ValueId = number;

/**
 * A function of tensors as plain data: it can be cloned, printed, compared and sent to a worker.
 * Nodes stand in an order in which every input is ready.
 */
export interface Graph {
  readonly inputs: readonly GraphInput[];
  readonly nodes: readonly Node[];
  readonly outputs: readonly ValueId[];
  /** As many as outputs. */
  readonly outputNames: readonly string[];
  /** The spec of every value. */
  readonly specs: readonly TensorSpec[];
}

/** An argument of a graph. */
export interface GraphInput {
  readonly name: string;
  readonly spec: TensorSpec;
}

/** One application of an op. Narrow it with `isNode(node, "sum")` to get typed inputs and params. */
export interface Node {
  readonly op: string;
  readonly inputs: NodeInputs<ValueId>;
  readonly params: unknown;
  /** Consecutive. */
  readonly outputs: readonly ValueId[];
  /** Where it came from, as `dense_1` or `dense_1/relu`: for people, and for names in files. */
  readonly scope: string;
}

/** By input name: a value, or an array for a variadic input. */
export type NodeInputs<Value> = Readonly<Record<string, Value | readonly Value[]>>;

/** The values a node reads, in the order of its op's input names. */
export function inputsOf<Value>(inputs: NodeInputs<Value>): readonly Value[] {
  const values: Value[] = [];
  for (const name in inputs) {
    const value = inputs[name] as Value | readonly Value[];
    if (isList(value)) for (const item of value) values.push(item);
    else values.push(value);
  }
  return values;
}

/** The same record with every value mapped. */
export function mapInputs<From, To>(inputs: NodeInputs<From>, map: (value: From) => To): NodeInputs<To> {
  const result: Record<string, To | readonly To[]> = {};
  for (const name in inputs) {
    const value = inputs[name] as From | readonly From[];
    result[name] = isList(value) ? value.map(map) : map(value);
  }
  return result;
}

/** The spec of a value of `graph`. */
export function specOf(graph: Graph, value: ValueId): TensorSpec {
  const spec = graph.specs[value];
  if (spec === undefined) throw new Error(`graph: value %${value} does not exist.`);
  return spec;
}

const isList = <Value>(value: Value | readonly Value[]): value is readonly Value[] => Array.isArray(value);
