import type { TensorSpec } from "@tidu/core-tensor";
import type { Layer } from "./layer.ts";

/**
 * A value that will flow through a functional model: which layer makes it, from what. Not a tensor: it has a spec (with a free
 * batch axis) but no numbers.
 */
export interface Symbolic {
  readonly spec: TensorSpec;
  /** The application that makes it; absent for an input of the model. */
  readonly from: SymbolicNode | undefined;
  /** Which output of the application. */
  readonly output: number;
  /** The user's name, for an input. */
  readonly name: string | undefined;
}

/** One application of a layer. */
export interface SymbolicNode {
  readonly layer: Layer;
  readonly inputs: readonly Symbolic[];
  /** All outputs of the application, the first of them what the call returned. */
  readonly outputs: readonly Symbolic[];
}

/** Applies a layer to symbolic values: checks the shapes at once. */
export function symbolicCall(layer: Layer, inputs: Symbolic | readonly Symbolic[]): Symbolic {
  const list: readonly Symbolic[] = "spec" in inputs ? [inputs] : inputs;
  const outputs: Symbolic[] = [];
  const from: SymbolicNode = { layer, inputs: list, outputs };
  layer.outputs(list.map(({ spec }) => spec)).forEach((spec, output) => outputs.push({ spec, from, output, name: undefined }));
  const [first] = outputs;
  if (first === undefined) throw new Error(`${layer.layerName ?? layer.kind}: has no output.`);
  return first;
}
