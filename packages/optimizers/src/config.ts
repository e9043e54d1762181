/** What a file holds of an optimizer, transform or schedule: its kind (a factory's name) and the options that the factory takes. JSON. */
export interface Config {
  readonly kind: string;
  readonly options: ConfigOptions;
}

export interface ConfigOptions {
  readonly [name: string]: ConfigValue;
}

export type ConfigValue = number | string | boolean | null | undefined | Config | readonly ConfigValue[] | ConfigOptions;

/** Whether a value read from a file is a config. */
export const isConfig = (value: unknown): value is Config =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  typeof value.kind === "string" &&
  "options" in value &&
  typeof value.options === "object";

/** A config of the options that were given: those left undefined are left out, schedules become configs. */
export const configOf = (kind: string, options: object): Config => ({
  kind,
  options: Object.fromEntries(
    Object.entries(options)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, hasConfig(value) ? value.config : (value as ConfigValue)]),
  ),
});

const hasConfig = (value: unknown): value is { readonly config: Config } =>
  typeof value === "function" && "config" in value && isConfig(value.config);
