import type { GraphBuilder, InputsOf, NodeInputs, OpName, ParamsOf, TensorSpec, ValueId } from "@tidu/core-tensor";

export interface ExpansionContext<O> {
  readonly inputs: InputsOf<O, ValueId>;
  readonly params: ParamsOf<O>;
  readonly builder: GraphBuilder;
  /** The spec of the op's only output. */
  readonly output: TensorSpec;
  /** Applies an op in the new graph. */
  readonly make: (op: OpName, inputs: NodeInputs<ValueId>, params?: unknown) => ValueId;
}

/** The op in terms of others that onnxruntime runs faster, or undefined to leave it. */
export type Expansion<O> = (context: ExpansionContext<O>) => ValueId | undefined;
