import { nearest } from "@tidu/core-tensor";

/** What a file holds of a layer, initializer …: its kind (a factory's name) and the options that the factory takes. JSON. */
export interface Config {
  readonly kind: string;
  readonly options: ConfigOptions;
}

export interface ConfigOptions {
  readonly [name: string]: ConfigValue;
}

export type ConfigValue = number | string | boolean | null | undefined | Config | readonly ConfigValue[] | ConfigOptions;

/** Whether a value is a kind with options, as a file holds them. */
export const isConfig = (value: unknown): value is Config =>
  typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string" && "options" in value;

/**
 * The config of what a factory makes: the kind with every option that it takes, defaults filled in. Options that are
 * `undefined` are left out.
 *
 * @param given what the caller of the factory passed
 * @param options all options that the factory knows
 * @param others names of further known options, kept elsewhere
 * @throws when an option was given that the factory does not know
 */
export function configOf(kind: string, given: object, options: ConfigOptions, others: readonly string[] = []): Config {
  checkOptions(kind, given, [...Object.keys(options), ...others]);
  return { kind, options: Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) };
}

/**
 * Refuses options that nobody reads.
 *
 * @throws with the nearest known name
 */
export function checkOptions(where: string, given: object, known: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const close = nearest(name, known);
    throw new TypeError(
      `${where}: there is no option "${name}"${close === undefined ? "." : `, did you mean "${close}"?`} Options: ${known.join(", ")}.`,
    );
  }
}

/** Written in place of a function that a file cannot hold; saving it is refused with the reason. */
export const unserializable = (what: string): Config => ({ kind: "unserializable", options: { what } });

/** An option that is text; empty when it is not. */
export const textOf = ({ options }: Config, option: string): string => {
  const value = options[option];
  return typeof value === "string" ? value : "";
};

/** What of a config a file cannot hold: empty when it can be saved. */
export function unserializableParts(value: ConfigValue): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  if (isConfig(value) && value.kind === "unserializable") return [textOf(value, "what")];
  return Object.values(value).flatMap(unserializableParts);
}

/**
 * Gives a function a name, so that a model which uses it (as an activation, in a lambda layer …) can be saved; the function is
 * passed again when the model is loaded.
 *
 * @example
 * const swoosh = serializable("swoosh", (x: Tensor) => x.mul(x.sigmoid()));
 * dense({ units: 3, activation: swoosh });
 */
export const serializable = <F extends object>(name: string, fn: F): F & { readonly config: Config } =>
  Object.assign(fn, { config: { kind: "function", options: { name } } });

/** The config of a function: its own, or the note that it has none. */
export const configOfFunction = (fn: object, what: string): Config =>
  "config" in fn && isConfig(fn.config) ? fn.config : unserializable(what);
