/** What a file holds of a layer, initializer …: its kind (a factory's name) and the options that the factory takes. JSON. */
export interface Config {
  readonly kind: string;
  readonly options: ConfigOptions;
}

export interface ConfigOptions {
  readonly [name: string]: ConfigValue;
}

export type ConfigValue = number | string | boolean | null | undefined | Config | readonly ConfigValue[] | ConfigOptions;

/** Written in place of a function that a file cannot hold; saving it is refused with the reason. */
export const unserializable = (what: string): Config => ({ kind: "unserializable", options: { what } });
