import type { DeviceTensor } from "./backend.ts";
import type { NodeInputs } from "./graph.ts";
import type { TensorSpec } from "./spec.ts";
import type { TensorData } from "./tensor-data.ts";

/** A value that is not computed yet, or is known: what `Tensor` wraps, and what becomes a graph. */
export interface Lazy {
  readonly spec: TensorSpec;
  readonly source: Source;
}

/** Where a value comes from: an op, numbers, a buffer of a backend, or an argument that it stands for. */
export type Source =
  | { readonly kind: "node"; readonly node: LazyNode; readonly output: number }
  | { readonly kind: "data"; readonly data: TensorData }
  | { readonly kind: "device"; readonly device: DeviceTensor }
  | { readonly kind: "placeholder"; readonly name: string };

/** An op applied to lazy values. */
export interface LazyNode {
  readonly op: string;
  readonly inputs: NodeInputs<Lazy>;
  readonly params: unknown;
  readonly specs: readonly TensorSpec[];
  /** Set once the layer that made the node is known (`label`). */
  scope: string;
}
