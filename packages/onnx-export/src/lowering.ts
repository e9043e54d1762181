import type { DType, Dim, Graph, InputsOf, ParamsOf, Shape, TensorData, TensorSpec } from "@tidu/core-tensor";
import type { AttributeValue, GraphProto } from "@tidu/onnx-format";

/** A value of the graph under its name in the ONNX file. */
export interface Operand {
  readonly name: string;
  readonly spec: TensorSpec;
  /** Its numbers, when they are known. */
  readonly constant?: TensorData | undefined;
}

/** What a lowering gives for an output: a new value by name, or one that it was given. */
export type Lowered = string | Operand;

/** How an op is written in ONNX. */
export type Lowering<O> = (
  inputs: InputsOf<O, Operand>,
  params: ParamsOf<O>,
  write: Write,
  outputs: readonly TensorSpec[],
) => readonly Lowered[];

/** One lowering per op of a family. */
export type Lowerings<Family> = { readonly [K in keyof Family]: Lowering<Family[K]> };

/** Attributes of a node: whole numbers become int, arrays ints, booleans 0 or 1; `float(0.5)` says float. */
export type Attributes = Readonly<Record<string, number | boolean | string | readonly number[] | AttributeValue>>;

export const float = (value: number): AttributeValue => ({ type: "float", value });

/** Numbers and what they are called in the file. */
export interface NamedConstant {
  readonly name: string;
  readonly data: TensorData;
}

/** What lowerings write with. */
export interface Write {
  /** Adds a node; returns the name of its output. */
  node(opType: string, inputs: readonly Lowered[], attributes?: Attributes): string;
  /** Adds a node with several outputs. */
  outputs(count: number, opType: string, inputs: readonly Lowered[], attributes?: Attributes): readonly string[];
  /** A constant; equal ones are shared. */
  constant(data: TensorData): string;
  /** A constant computed from another; the same `how` of the same numbers is done once. It takes the other's name where that is not read itself. */
  derived(from: NamedConstant, how: string, compute: (data: TensorData) => TensorData): Operand;
  /** A scalar constant. */
  scalar(value: number, dtype: DType): string;
  /** An int64 vector: axes, pads, shapes. */
  ints(values: readonly (number | bigint)[]): string;
  /** An int64 vector of sizes, computed from the shapes of the model's inputs where they are symbolic. */
  shape(shape: Shape): string;
  /** A size as a scalar. */
  size(dim: Dim, dtype: DType): string;
  /** The nodes of a graph in place of one node. */
  inline(graph: Graph, args: readonly Operand[]): readonly Operand[];
  /** A graph of its own that runs inside this one and may read its values; `args` stand for the first inputs, the rest are inputs of the inner graph. */
  inner(graph: Graph, name: string, captured: ReadonlyMap<number, Operand>): GraphProto;
}
