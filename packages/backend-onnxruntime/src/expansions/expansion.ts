import type { GraphBuilder, InputsOf, Node, NodeInputs, OpName, ParamsOf, TensorSpec, ValueId } from "@tidu/core-tensor";

export interface ExpansionContext<O> {
  readonly inputs: InputsOf<O, ValueId>;
  readonly params: ParamsOf<O>;
  /** The spec of the op's only output. */
  readonly output: TensorSpec;
  /** Whether a value follows from constants alone. */
  readonly isFixed: (value: ValueId) => boolean;
  /** The op that made an input in the graph as it was. */
  readonly maker: (value: ValueId) => Node | undefined;
  /** The ops that read the output in the graph as it was. */
  readonly users: readonly Node[];
  readonly making: Making;
}

/** How new nodes are added. */
export interface Making {
  readonly builder: GraphBuilder;
  /** Applies an op in the new graph. */
  readonly make: (op: OpName, inputs: NodeInputs<ValueId>, params?: unknown) => ValueId;
}

/** The op in terms of others that onnxruntime runs faster, or undefined to leave it. */
export type Expansion<O> = (context: ExpansionContext<O>) => ValueId | undefined;
