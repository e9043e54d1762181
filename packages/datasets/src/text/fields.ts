import { unknownName } from "@tidu/core-tensor";

/** The types of fields that are read, by name. */
export type Fields = Readonly<Record<string, FieldType>>;

export type FieldType = "string" | "number" | "boolean";

/** A record with the fields that were asked for. */
export type RecordOf<F extends Fields> = { readonly [K in keyof F]: ValueOf<F[K]> };

type ValueOf<T extends FieldType> = T extends "string" ? string : T extends "number" ? number : boolean;

const fieldTypes: readonly string[] = ["string", "number", "boolean"];

/** @throws when a type is none, or no field is named */
export function checkFields(where: string, fields: Fields): void {
  const types = Object.values(fields);
  if (types.length === 0) throw new Error(`${where}: expected fields to name at least one field. Leave it out to read all.`);
  for (const type of types)
    if (!fieldTypes.includes(type)) throw new Error(`${where}: option fields: ${unknownName("type", type, fieldTypes)}`);
}

/**
 * The fields of one record, as their types.
 *
 * @param place names the record in errors: file and line
 * @param read the value of a field as its type, or `undefined` where it is something else
 * @throws when a field is missing (with the nearest), or of another type
 */
export function fieldsOf<F extends Fields>(
  place: string,
  record: Readonly<Record<string, unknown>>,
  fields: F,
  read: (value: unknown, type: FieldType) => unknown,
): RecordOf<F> {
  const entries = Object.entries(fields).map(([name, type]) => {
    if (!Object.hasOwn(record, name)) throw new Error(`${place}: ${unknownName("field", name, Object.keys(record))}`);
    const value = read(record[name], type);
    if (value === undefined) throw new Error(`${place}, field "${name}": expected a ${type}, received ${JSON.stringify(record[name])}.`);
    return [name, value] as const;
  });
  return Object.fromEntries(entries) as RecordOf<F>; // each value was read as its type
}
