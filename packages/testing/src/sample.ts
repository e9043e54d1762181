import { isTensorData, mapInputs, ops, tensorData } from "@tidu/core-tensor";
import type { Graph, GraphInput, InputsOf, Nested, NodeInputs, OpName, Ops, ParamsOf, TensorData, TensorSpec } from "@tidu/core-tensor";

/** What is true of an op, known from outside. */
export type Sample<K extends OpName> = {
  /** What it shows; unique within its op. */
  readonly title: string;
  readonly inputs: InputsOf<Ops[K], SampleValue>;
  /** Where the numbers come from: a library's function, a standard, or a hand. */
  readonly source: string;
  /** Float results equal to the last bit, the sign of zero included. Other dtypes always are. */
  readonly exact?: true;
} & ({ readonly output: SampleValue } | { readonly outputs: readonly SampleValue[] }) &
  (Readonly<Record<never, never>> extends ParamsOf<Ops[K]>
    ? { readonly params?: ParamsOf<Ops[K]> }
    : { readonly params: ParamsOf<Ops[K]> });

/** Nested numbers are float32 as inputs and take the dtype of the result as outputs; nested booleans are bool. */
export type SampleValue = Nested | TensorData;

export type SamplesOf<K extends OpName> = { readonly [Name in K]: readonly Sample<Name>[] };

/** A sample as a graph of one node, the numbers to feed it, and the numbers it must give. */
export interface SampleCase {
  readonly name: string;
  readonly graph: Graph;
  readonly inputs: readonly TensorData[];
  readonly expected: readonly TensorData[];
  readonly exact: boolean;
}

/** The one-node graph of a sample, named `op: title`. */
export function sampleCase<K extends OpName>(op: K, sample: Sample<K>): SampleCase {
  const given = sample.inputs as NodeInputs<SampleValue>;
  const inputs: TensorData[] = [];
  const graphInputs: GraphInput[] = [];
  const add = (name: string, value: SampleValue): number => {
    const data = isTensorData(value) ? value : tensorData(value);
    graphInputs.push({ name, spec: { dtype: data.dtype, shape: data.shape } });
    return inputs.push(data) - 1;
  };
  const ids: Record<string, number | readonly number[]> = {};
  for (const [name, value] of Object.entries(given)) {
    ids[name] = isVariadic(op, name)
      ? (value as readonly SampleValue[]).map((item, i) => add(`${name}_${i}`, item))
      : add(name, value as SampleValue);
  }
  const params: unknown = sample.params ?? {};
  const specs = inferSpecs(
    op,
    mapInputs(ids, (id) => graphInputs[id]?.spec),
    params,
  );
  const outputs = specs.map((_, i) => inputs.length + i);
  const graph: Graph = {
    inputs: graphInputs,
    nodes: [{ op, inputs: ids, params, outputs, scope: "" }],
    outputs,
    outputNames: outputs.map((_, i) => `output${i}`),
    specs: [...graphInputs.map(({ spec }) => spec), ...specs],
  };
  const results = "outputs" in sample ? sample.outputs : [sample.output];
  const expected = results.map((value, i) => (isTensorData(value) ? value : tensorData(value, undefined, specs[i]?.dtype ?? "float32")));
  return { name: `${op}: ${sample.title}`, graph, inputs, expected, exact: sample.exact === true };
}

const isVariadic = (op: OpName, name: string): boolean => (ops[op].inputs as readonly string[]).includes(`${name}[]`);

function inferSpecs(op: OpName, inputs: unknown, params: unknown): readonly TensorSpec[] {
  const { infer }: { readonly infer: (inputs: never, params: never) => readonly TensorSpec[] } = ops[op];
  return infer(inputs as never, params as never);
}
