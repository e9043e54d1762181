import { evaluate } from "@tidu/core-tensor";
import type { Graph, Node, TensorData } from "@tidu/core-tensor";
import { mismatch } from "../compare.ts";
import { functionSampleCases } from "../function-samples/index.ts";
import type { SampleCase } from "../sample.ts";
import { sampleCases } from "../sample-cases.ts";
import { runOn } from "./check.ts";
import type { Check } from "./check.ts";

/** Every sample of every op; the first of each op also with its inputs as constants of the graph. */
export function sampleChecks(): readonly Check[] {
  const seen = new Set<string | undefined>();
  return sampleCases().flatMap((sample) => {
    const [op] = sample.graph.nodes.map((node) => node.op);
    const first = !seen.has(op) && sample.inputs.length > 0;
    seen.add(op);
    return first ? [checkOf(sample), checkOf(withConstants(sample))] : [checkOf(sample)];
  });
}

/** The functions over primitives; engines claim some of them by name. */
export const functionChecks = (): readonly Check[] => functionSampleCases().map(checkOf);

const checkOf = ({ name, graph, inputs, expected, exact }: SampleCase): Check => ({
  name,
  run: async (backend) => {
    const results = await runOn(backend, graph, inputs);
    const outside = mismatch(results, expected, { exact });
    if (outside !== undefined) return outside;
    const inside = mismatch(results, evaluate(graph, inputs), { exact });
    return inside === undefined ? undefined : `unlike the interpreter: ${inside}`;
  },
});

/** The sample with constant nodes in place of its graph's inputs; value numbers stay as they are. */
function withConstants(sample: SampleCase): SampleCase {
  const { graph, inputs } = sample;
  return {
    ...sample,
    name: `${sample.name}, inputs as constants`,
    graph: { ...graph, inputs: [], nodes: [...inputs.map(constant), ...graph.nodes] } satisfies Graph,
    inputs: [],
  };
}

const constant = (value: TensorData, i: number): Node => ({ op: "constant", inputs: {}, params: { value }, outputs: [i], scope: "" });
