import type { Layer, Symbolic, SymbolicNode } from "./layer.ts";

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

/**
 * All outputs of the application of a layer that made `value`, the first of them what the call returned.
 *
 * @example
 * const [y, h, c] = outputsOf(lstm({ units: 8, returnState: true })(x));
 */
export const outputsOf = (value: Symbolic): readonly Symbolic[] => value.from?.outputs ?? [value];
