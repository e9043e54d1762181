import { namedDim } from "@tidu/core-tensor";
import type { DType } from "@tidu/core-tensor";
import { input, layerFromConfig, unserializableParts } from "@tidu/layers";
import type { Config, Layer, CustomObjects, Symbolic } from "@tidu/layers";
import { buildNetwork } from "../network/network.ts";
import type { Network } from "../network/network.ts";

/** A network as JSON: layers by name with their configs, and which values each application reads. */
export interface ArchitectureConfig {
  readonly inputs: readonly { readonly name: string; readonly shape: readonly (number | null)[]; readonly dtype: DType }[];
  readonly layers: readonly { readonly name: string; readonly config: Config }[];
  /** In order; values are numbered, inputs first, then the outputs of each application. */
  readonly applications: readonly { readonly layer: string; readonly inputs: readonly number[] }[];
  readonly outputs: readonly number[];
}

export const architectureOf = (network: Network): ArchitectureConfig => ({
  inputs: network.inputs.map(({ name, spec }) => ({ name, dtype: spec.dtype, shape: spec.shape.slice(1).map((dim) => (typeof dim === "number" ? dim : null)) })),
  layers: network.layers.map(({ name, layer }) => ({ name, config: serializable(layer.config, name) })),
  applications: network.applications.map(({ layer, inputs }) => ({ layer: layer.name, inputs })),
  outputs: network.outputs.map(({ value }) => value),
});

/**
 * Makes the layers again and applies them as before.
 *
 * @param custom factories of layers that are not Tidu's, by kind
 */
export function networkFrom(config: ArchitectureConfig, custom: CustomObjects = {}): { readonly network: Network; readonly layers: readonly Layer[] } {
  const layers = new Map(config.layers.map(({ name, config: own }) => [name, layerFromConfig({ ...own, options: { ...own.options, name } }, custom)]));
  const inputs = config.inputs.map(({ name, shape, dtype }) => input({ name, dtype, shape: shape.map((size, axis) => size ?? namedDim(`${name}_${axis + 1}`)) }));
  const values: Symbolic[] = [...inputs];
  for (const { layer: name, inputs: from } of config.applications) {
    const layer = layers.get(name);
    const args = from.map((value) => values[value]).filter((value) => value !== undefined);
    const [first] = args;
    if (layer === undefined || first === undefined || args.length !== from.length) throw new Error(`model file: the application of "${name}" is broken.`);
    const output = layer(args.length === 1 ? first : args);
    values.push(...(output.from?.outputs ?? [output]));
  }
  const outputs = config.outputs.map((value) => values[value]).filter((value) => value !== undefined);
  return { network: buildNetwork(inputs, outputs), layers: [...layers.values()] };
}

/**
 * A config that a file can hold.
 *
 * @throws naming the layer and what of it a file cannot hold
 */
function serializable(config: Config, where: string): Config {
  const [part] = unserializableParts(config);
  if (part !== undefined) throw new Error(`save: ${where}: a file cannot hold ${part}. Use one by name, or give the function a name with serializable() and pass it again to load.`);
  return config;
}
