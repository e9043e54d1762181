import type { DType, Shape } from "@tidu/core-tensor";
import { input, layerFromConfig, unserializableParts } from "@tidu/layers";
import type { Config, ConfigOptions, CustomObjects, Layer, Symbolic } from "@tidu/layers";
import { modelLayer } from "../network/model-layer.ts";
import type { ModelLayerOptions, ModelLayerParts } from "../network/model-layer.ts";
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
  /** Paths of layers that are held. Absent in files of old: what the layers themselves say. */
  readonly frozen?: readonly string[];
}

/**
 * A network as JSON.
 *
 * @throws naming the layer and what of it a file cannot hold
 */
export const architectureOf = (network: Network): ArchitectureConfig => {
  for (const { name, layer } of network.layers) checkSerializable(layer.config, name);
  return describe(network);
};

/** A network as the option of a layer, which may hold what a file cannot: that is found when the layer is saved. */
export const nestedArchitecture = (network: Network): ConfigOptions => JSON.parse(JSON.stringify(describe(network))) as ConfigOptions;

const describe = (network: Network): ArchitectureConfig => ({
  inputs: network.inputs.map(inputConfig),
  layers: network.layers.map(({ name, layer }) => ({ name, config: layer.config })),
  applications: network.applications.map(({ layer, inputs }) => ({ layer: layer.name, inputs })),
  outputs: network.outputs.map(({ value }) => value),
  frozen: [...network.frozen],
});

/** Looks at the outline; what is inside a layer's config, its factory checks. */
export function isArchitecture(value: unknown): value is ArchitectureConfig {
  if (!isRecord(value) || !isNumbers(value["outputs"])) return false;
  const { inputs, layers, applications, frozen = [] } = value;
  return (
    isListOf(inputs, (input) => typeof input["name"] === "string" && Array.isArray(input["shape"])) &&
    isListOf(layers, (layer) => typeof layer["name"] === "string" && isRecord(layer["config"])) &&
    isListOf(applications, (application) => typeof application["layer"] === "string" && isNumbers(application["inputs"])) &&
    Array.isArray(frozen) &&
    frozen.every((path) => typeof path === "string")
  );
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isNumbers = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === "number");

const isListOf = (value: unknown, check: (item: Readonly<Record<string, unknown>>) => boolean): boolean =>
  Array.isArray(value) && value.every((item) => isRecord(item) && check(item));

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
  { inputs: given, layers: configs, applications, outputs: made, frozen }: ArchitectureConfig,
  custom: CustomObjects,
  where: string,
): LoadedNetwork {
  const models = { functional: nested("functional", custom, where), sequential: nested("sequential", custom, where) };
  const known = { ...custom, layers: { ...models, ...custom.layers } };
  const byName = new Map(
    configs.map(({ name, config }) => [name, layerFromConfig({ ...config, options: { ...config.options, name } }, known)]),
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
  const network = buildNetwork(inputs, outputs);
  return { network: frozen === undefined ? network : { ...network, frozen: new Set(frozen) }, layers };
}

/** The factory of models inside. */
const nested =
  (kind: ModelLayerParts["kind"], custom: CustomObjects, where: string) =>
  ({ architecture, ...options }: ModelLayerOptions & { readonly architecture?: unknown }): Layer => {
    if (!isArchitecture(architecture))
      throw new Error(`${where}: its description of the model "${options.name ?? kind}" inside is incomplete. Save it again.`);
    const { network } = networkFrom(architecture, custom, where);
    return modelLayer({ kind, network, architecture: nestedArchitecture(network) }, options);
  };

const inputConfig = ({ name, spec: { dtype, shape } }: NamedSpec): InputConfig => {
  const [batchSize, ...rest] = shape;
  return { name, dtype, shape: rest, ...(typeof batchSize === "number" && { batchSize }) };
};

/** @throws naming the layer and what of it a file cannot hold */
function checkSerializable(config: Config, where: string): void {
  const [part] = unserializableParts(config);
  if (part !== undefined)
    throw new Error(
      `save: ${where} cannot go into a file: ${part}. Use one by name, or give the function a name with serializable() and pass it again to load.`,
    );
}
