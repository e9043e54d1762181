import type { DType, TensorData, TypedArray } from "@tidu/core-tensor";
import type { KernelFunc, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from "@tensorflow/tfjs-core";
import type { DataId } from "./references.ts";

/** Numbers that a run holds: in tfjs, or on the host where tfjs has no such dtype. */
export type Held = DataId | TypedArray;

export const isOnHost = (held: Held): held is TypedArray => ArrayBuffer.isView(held);

/** Where a run keeps a value. Several values may share one: a reshape is the same numbers under another shape. */
export type Slot = number;

export interface StaticSpec {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** A value of a plan, with what is known of it. */
export interface Value extends StaticSpec {
  readonly slot: Slot;
  /** Its numbers, where they are known when the plan is made. */
  readonly constant?: TensorData;
  /** What it was stretched from: kernels that broadcast take that instead. */
  readonly stretchedFrom?: Value;
  /** The matrices that it is the transposes of: a matrix product may take those instead. */
  readonly transposeOf?: Value;
}

/** One kernel call. Its tensor infos are made once and get their data ids just before every call. */
export interface KernelStep {
  readonly kind: "kernel";
  readonly call: KernelFunc;
  readonly inputs: NamedTensorInfoMap;
  readonly attributes: NamedAttrMap;
  readonly feeds: readonly { readonly info: TensorInfo; readonly slot: Slot }[];
  readonly outputs: readonly Slot[];
}

/** Plain JavaScript on numbers read from the engine. */
export interface HostStep {
  readonly kind: "host";
  readonly compute: HostFunction;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

export type HostFunction = (inputs: readonly TensorData[]) => readonly Pick<TensorData, "data">[];

/** Plain JavaScript that writes into memory of the engine, without a copy; on cpu and wasm. */
export interface WriteStep {
  readonly kind: "write";
  readonly write: WriteFunction;
  readonly inputs: readonly Value[];
  readonly outputs: readonly [Value];
}

/** `out` starts as zeros. */
export type WriteFunction = (out: Float32Array | Int32Array, ...from: (Float32Array | Int32Array)[]) => void;

/** A scan: the body runs once per row of xs. */
export interface LoopStep {
  readonly kind: "loop";
  readonly body: Plan;
  readonly length: number;
  readonly reverse: boolean;
  readonly carry: readonly Value[];
  readonly xs: readonly Value[];
  readonly consts: readonly Value[];
  /** The last carry, then the stacked ys. */
  readonly outputs: readonly Value[];
}

export type Action = KernelStep | HostStep | WriteStep | LoopStep;

export type Step = Action & {
  /** The op and layer it comes from, for errors. */
  readonly where: string;
  /** Slots that nothing reads after this step. */
  readonly free: readonly Slot[];
};

/** A graph for given sizes, flat: what to call, in which order, and what to free when. */
export interface Plan {
  readonly slots: number;
  readonly inputs: readonly Value[];
  readonly constants: ReadonlyMap<Slot, Held>;
  readonly steps: readonly Step[];
  readonly outputs: readonly { readonly value: Value; /** Whether something else holds the same numbers. */ readonly shared: boolean }[];
  /** Inputs that no step reads. */
  readonly unused: readonly Slot[];
}
