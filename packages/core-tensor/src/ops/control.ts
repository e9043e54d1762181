import type { Graph } from "../graph.ts";
import { op } from "../op.ts";
import type { Dim } from "../shape/dim.ts";
import { requireSameDim } from "../shape/shape.ts";
import { printSpec, sameSpec } from "../spec.ts";
import type { TensorSpec } from "../spec.ts";
import type { TensorData } from "../tensor-data.ts";

/** A composite as a node: its name, its options and its body. */
export interface CallParams {
  /** What the composite is called, in camelCase: a lowering may claim it by this name. */
  readonly name: string;
  /** The composite's own options, for lowerings that claim it: numbers, strings, booleans and arrays of them. */
  readonly options: CallOptions;
  readonly body: Graph;
  /** The composite's own derivative: (args, outputs, cotangents of the outputs) → cotangents of the args, those at the end may be missing. */
  readonly gradient?: Graph;
}

/** A composite's options as plain data. */
export type CallOptions = Readonly<Record<string, number | string | boolean | readonly number[] | undefined>>;

/** A loop: its body and how often and in which direction it runs. */
export interface ScanParams {
  /** Inputs: carry, slices of xs, consts. Outputs: the next carry, then ys. */
  readonly body: Graph;
  readonly length: Dim;
  /** From the last step to the first; ys keep the positions of their xs. */
  readonly reverse: boolean;
  /** Whether passes may compute for all steps at once, before the loop or behind it, what does not take part in the carry. */
  readonly batched?: boolean;
}

/** The specs of a call: those of its body, whose inputs the arguments must be. */
function inferCall(args: readonly TensorSpec[], { name, body, gradient }: CallParams): readonly TensorSpec[] {
  requireInputs(`call ${name}`, args, body);
  const outputs = outputSpecs(body);
  if (gradient !== undefined) {
    requireInputs(`call ${name} (gradient)`, [...args, ...outputs, ...outputs], gradient);
    if (gradient.outputs.length > args.length) {
      throw new Error(`call ${name}: its gradient gives ${gradient.outputs.length} cotangents for ${args.length} arguments.`);
    }
  }
  return outputs;
}

const outputSpecs = (body: Graph): readonly TensorSpec[] =>
  body.outputs.map((value) => body.specs[value]).filter((spec) => spec !== undefined);

function requireInputs(where: string, given: readonly TensorSpec[], body: Graph): void {
  if (given.length !== body.inputs.length)
    throw new Error(`${where}: the body takes ${body.inputs.length} values, received ${given.length}.`);
  given.forEach((spec, i) => {
    const input = body.inputs[i];
    if (input !== undefined && !sameSpec(spec, input.spec)) {
      throw new Error(`${where}: the body expects ${printSpec(input.spec)} for ${input.name}, received ${printSpec(spec)}.`);
    }
  });
}

/** The specs of a scan: carry, then ys stacked along a new first axis. */
function inferScan(
  carry: readonly TensorSpec[],
  xs: readonly TensorSpec[],
  consts: readonly TensorSpec[],
  { body, length }: ScanParams,
): readonly TensorSpec[] {
  const outputs = outputSpecs(body);
  const slices = xs.map((x, i): TensorSpec => {
    const [first, ...rest] = x.shape;
    if (first === undefined) throw new Error(`scan: xs[${i}] is a scalar; it needs an axis of steps.`);
    requireSameDim(first, length, `scan: xs[${i}] ${printSpec(x)}`);
    return { dtype: x.dtype, shape: rest };
  });
  requireInputs("scan", [...carry, ...slices, ...consts], body);
  carry.forEach((spec, i) => {
    const next = outputs[i];
    if (next === undefined || !sameSpec(spec, next)) {
      throw new Error(
        `scan: carry ${i} enters as ${printSpec(spec)} and leaves as ${next === undefined ? "nothing" : printSpec(next)}; it must keep its shape and dtype.`,
      );
    }
  });
  return [...carry, ...outputs.slice(carry.length).map((y) => ({ dtype: y.dtype, shape: [length, ...y.shape] }))];
}

/** Ops about the graph itself. */
export const control = {
  constant: op<{ readonly value: TensorData }>()({ inputs: [], infer: (_, { value }) => [{ dtype: value.dtype, shape: value.shape }] }),
  /** A dimension as an int32 scalar. */
  sizeOf: op<{ readonly dim: Dim }>()({ inputs: [], infer: () => [{ dtype: "int32", shape: [] }] }),
  /** The value; its gradient is zero. */
  stopGradient: op()({ inputs: ["x"], infer: ({ x }) => [x] }),
  /** A named composite; everyone who does not know the name inlines the body. */
  call: op<CallParams>()({
    inputs: ["args[]"],
    infer: ({ args }, params) => inferCall(args, params),
  }),
  /** The only loop: the body runs once per row of xs, from carry to carry. */
  scan: op<ScanParams>()({
    inputs: ["carry[]", "xs[]", "consts[]"],
    infer: ({ carry, xs, consts }, params) => inferScan(carry, xs, consts, params),
  }),
};
