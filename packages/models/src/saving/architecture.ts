import type { DType, Shape } from "@tidu/core-tensor";
import { input, layerFromConfig, unserializableParts } from "@tidu/layers";
import type { Config, CustomObjects, Layer, Symbolic } from "@tidu/layers";
import { buildNetwork } from "../network/network.ts";
import type { NamedSpec, Network } from "../network/network.ts";

export interface InputConfig {
  readonly name: string;
  /** Without the batch axis. */
  readonly shape: Shape;
  readonly dtype: DType;
  /** Absent when it is free. */
  readonly batchSize?: number;
}

/** A network as JSON: layers by name with their configs, and which values each application reads. */
export interface ArchitectureConfig {
  readonly inputs: readonly InputConfig[];
  readonly layers: readonly { readonly name: string; readonly config: Config }[];
  /** In order; values are numbered, inputs first, then the outputs of each application. */
  readonly applications: readonly { readonly layer: string; readonly inputs: readonly number[] }[];
  readonly outputs: readonly number[];
}

export const architectureOf = (network: Network): ArchitectureConfig => ({
  inputs: network.inputs.map(inputConfig),
  layers: network.layers.map(({ name, layer }) => ({ name, config: serializable(layer.config, name) })),
  applications: network.applications.map(({ layer, inputs }) => ({ layer: layer.name, inputs })),
  outputs: network.outputs.map(({ value }) => value),
});

export interface LoadedNetwork {
  readonly network: Network;
  /** In the order in which they are applied. */
  readonly layers: readonly Layer[];
}

/**
 * Makes the layers again and applies them as before.
 *
 * @param where names the file in errors
 * @param custom layers, initializers and functions that only the caller has
 * @throws when a layer or an option is unknown, or an application reads what is not there
 */
export function networkFrom(
  { inputs: given, layers: configs, applications, outputs: made }: ArchitectureConfig,
  custom: CustomObjects,
  where: string,
): LoadedNetwork {
  const byName = new Map(
    configs.map(({ name, config }) => [name, layerFromConfig({ ...config, options: { ...config.options, name } }, custom)]),
  );
  const inputs = given.map((options) => input(options));
  const values: Symbolic[] = [...inputs];
  const layers = applications.map(({ layer: name, inputs: from }) => {
    const layer = byName.get(name);
    const args = from.map((value) => values[value]).filter((value) => value !== undefined);
    const [first] = args;
    if (layer === undefined || first === undefined || args.length !== from.length) {
      throw new Error(`${where}: its description of the model is broken: the layer "${name}" lacks an input. Save it again.`);
    }
    const output = layer(args.length === 1 ? first : args);
    values.push(...(output.from?.outputs ?? [output]));
    return layer;
  });
  const outputs = made.map((value) => values[value]).filter((value) => value !== undefined);
  if (outputs.length !== made.length)
    throw new Error(`${where}: its description of the model is broken: an output is missing. Save it again.`);
  return { network: buildNetwork(inputs, outputs), layers };
}

const inputConfig = ({ name, spec: { dtype, shape } }: NamedSpec): InputConfig => {
  const [batchSize, ...rest] = shape;
  return { name, dtype, shape: rest, ...(typeof batchSize === "number" && { batchSize }) };
};

/**
 * A config that a file can hold.
 *
 * @throws naming the layer and what of it a file cannot hold
 */
function serializable(config: Config, where: string): Config {
  const [part] = unserializableParts(config);
  if (part !== undefined)
    throw new Error(
      `save: ${where} cannot go into a file: ${part}. Use one by name, or give the function a name with serializable() and pass it again to load.`,
    );
  return config;
}
