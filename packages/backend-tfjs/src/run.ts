import type { Graph, NodeInputs, OpName, TensorData } from "@tidu/core-tensor";
import type { NamedAttrMap } from "@tensorflow/tfjs-core";
import type { EngineKind } from "./engine.ts";
import type { HostFunction, StaticSpec, Value, WriteFunction } from "./plan.ts";

/** What a rule calls while a plan is made: nothing computes yet, every call is written down as a step. */
export interface Run {
  /**
   * A tfjs kernel.
   *
   * @param inputs by the kernel's names, or a list where it takes one
   * @param spec of the result; default: the first output of the node
   */
  (kernel: string, inputs: Readonly<Record<string, Value>> | readonly Value[], attributes?: NamedAttrMap, spec?: StaticSpec): Value;
  /** The outputs that the node must have. */
  readonly specs: readonly StaticSpec[];
  readonly engine: EngineKind;
  /** The same numbers under another shape; costs nothing. */
  readonly reshape: (x: Value, shape: readonly number[]) => Value;
  /** Numbers known now; the run holds them from its first call on. */
  readonly constant: (data: TensorData) => Value;
  /** `size` times a number, as one axis. */
  readonly fill: (value: number, size: number, dtype?: "float32" | "int32") => Value;
  /** JavaScript on numbers read from the engine; without a copy on cpu and wasm. */
  readonly compute: (inputs: readonly Value[], f: HostFunction, specs?: readonly StaticSpec[]) => readonly Value[];
  /** Float32 or int32 numbers that JavaScript writes where the engine keeps them; on cpu and wasm. */
  readonly write: (inputs: readonly Value[], spec: StaticSpec, write: WriteFunction) => Value;
  /** Another op, by the reference interpreter. */
  readonly interpret: (op: OpName, inputs: NodeInputs<Value>, params: object, specs: readonly StaticSpec[]) => readonly Value[];
  /** This node, by the reference interpreter. */
  readonly onHost: () => readonly Value[];
  /** A value that several nodes need: made by the first of them that asks for it by this name. */
  readonly once: (name: string, make: () => Value) => Value;
  /** A loop on the host. */
  readonly loop: (loop: LoopInputs) => readonly Value[];
}

export interface LoopInputs {
  readonly body: Graph;
  readonly length: number;
  readonly reverse: boolean;
  readonly carry: readonly Value[];
  readonly xs: readonly Value[];
  readonly consts: readonly Value[];
}
