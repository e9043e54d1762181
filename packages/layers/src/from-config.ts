import { isConfig, textOf } from "./config.ts";
import type { Config, ConfigValue } from "./config.ts";
import type { Constraint } from "./constraints/constraint.ts";
import { factories } from "./factories.ts";
import type { Initializer } from "./initializers/initializer.ts";
import type { Layer } from "./layer.ts";
import { make, named } from "./named.ts";
import type { Factories } from "./named.ts";
import type { Cell } from "./recurrent/cell.ts";
import { cellFactories } from "./recurrent/cells.ts";
import type { Regularizer } from "./regularizers/regularizer.ts";

/** What a file only names: passed again when it is loaded. */
export interface CustomObjects {
  /** Functions by the names that `serializable` gave them: activations, what lambda layers compute … */
  readonly functions?: Readonly<Record<string, (...args: never[]) => unknown>>;
  /** Factories of your own layers, by kind. */
  readonly layers?: Factories<Layer>;
  /** Factories of your own cells of recurrent networks, by kind. */
  readonly cells?: Factories<Cell>;
  readonly initializers?: Factories<Initializer>;
  readonly regularizers?: Factories<Regularizer>;
  readonly constraints?: Factories<Constraint>;
}

/**
 * The layer that a config describes: the inverse of `layer.config`, also after a way through JSON.
 *
 * @throws when the kind or an option is unknown, when the file names a function that `custom` lacks, or when it holds a note
 * that something could not be saved
 *
 * @example
 * const copy = layerFromConfig(JSON.parse(JSON.stringify(layer.config)));
 */
export function layerFromConfig(config: Config, custom: CustomObjects = {}): Layer {
  return make("layer", config.kind, revivedOptions(config, custom), { ...factories, ...custom.layers });
}

function cellFromConfig(what: string, config: Config, custom: CustomObjects): Cell {
  if (!Object.hasOwn({ ...cellFactories, ...custom.cells }, config.kind))
    throw new Error(`${what}: the file names a cell "${config.kind}". Pass its factory again: { cells: { ${config.kind}: … } }.`);
  return make("cell", config.kind, revivedOptions(config, custom), { ...cellFactories, ...custom.cells });
}

const revivedOptions = ({ kind, options }: Config, custom: CustomObjects): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [name, revive(`${kind}: ${name}`, name, value, custom)]));

/** Makes what only the caller knows; everything else is left to the factory, which reads configs. */
function revive(what: string, option: string, value: ConfigValue, custom: CustomObjects): unknown {
  if (option === "layers" && Array.isArray(value)) return value.map((part) => (isConfig(part) ? layerFromConfig(part, custom) : part));
  if (option === "cells" && Array.isArray(value)) return value.map((part) => (isConfig(part) ? revive(what, "cell", part, custom) : part));
  if (!isConfig(value)) return value;
  const { kind, options } = value;
  if (kind === "unserializable") throw new Error(`${what}: the file does not hold it: ${textOf(value, "what")}.`);
  if (kind === "function") {
    const name = textOf(value, "name");
    if (!Object.hasOwn(custom.functions ?? {}, name))
      throw new Error(`${what}: the file names a function "${name}". Pass it again: { functions: { "${name}": … } }.`);
    return Object.assign(named(what, name, custom.functions ?? {}), { config: value });
  }
  if (option === "cell") return cellFromConfig(what, value, custom);
  if (option === "layer" || option === "backwardLayer") return layerFromConfig(value, custom);
  const family = familyOf(option, custom);
  return family !== undefined && Object.hasOwn(family, kind) ? make<unknown>(what, kind, options, family) : value;
}

/** An option's name tells its family, as in Keras: `kernelInitializer`, `biasRegularizer`. */
function familyOf(option: string, { initializers, regularizers, constraints }: CustomObjects): Factories<unknown> | undefined {
  if (/initializer$/i.test(option)) return initializers;
  if (/regularizer$/i.test(option)) return regularizers;
  return /constraint$/i.test(option) ? constraints : undefined;
}
