import { isTensorData, tensorData, trace } from "@tidu/core-tensor";
import type { Tensor, TensorData } from "@tidu/core-tensor";
import type { SampleCase, SampleValue } from "../sample.ts";

/** What is true of a function over primitives, known from outside. */
export type FunctionSample = {
  /** What it shows; unique within its function. */
  readonly title: string;
  readonly inputs: readonly SampleValue[];
  readonly fn: (...inputs: Tensor[]) => Tensor | readonly Tensor[];
  readonly exact?: true;
  readonly source: string;
} & ({ readonly output: SampleValue } | { readonly outputs: readonly SampleValue[] });

export type FunctionSamples = Readonly<Record<string, readonly FunctionSample[]>>;

/** The traced function with its inputs and results, named `function: title`. */
export function functionSampleCase(name: string, sample: FunctionSample): SampleCase {
  const inputs = sample.inputs.map((value): TensorData => (isTensorData(value) ? value : tensorData(value)));
  const graph = trace((...args: Tensor[]) => sample.fn(...args), inputs);
  const results = "outputs" in sample ? sample.outputs : [sample.output];
  const expected = results.map((value, i) =>
    isTensorData(value) ? value : tensorData(value, undefined, graph.specs[graph.outputs[i] ?? 0]?.dtype ?? "float32"),
  );
  return { name: `${name}: ${sample.title}`, graph, inputs, expected, exact: sample.exact === true };
}
