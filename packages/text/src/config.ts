/** What a file holds of something that reads text: its kind (a factory's name), the factory's options, and what it learned. JSON. */
export interface TextConfig {
  readonly kind: string;
  readonly options: JsonObject;
  readonly state: JsonObject;
}

export interface JsonObject {
  readonly [name: string]: JsonValue;
}

export type JsonValue = number | string | boolean | null | readonly JsonValue[] | JsonObject;

/** Whether a value is a plain object, as JSON has them. */
export const isJsonObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a value has the parts of a config. */
export const isTextConfig = (value: unknown): value is TextConfig & JsonObject =>
  isJsonObject(value) && typeof value["kind"] === "string" && isJsonObject(value["options"]) && isJsonObject(value["state"]);

/** Options without those that are undefined: what a config holds. */
export const definedOptions = (options: Readonly<Record<string, JsonValue | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(options).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined));
