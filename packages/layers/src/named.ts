import { unknownName } from "@tidu/core-tensor";

/**
 * What a table holds under a name.
 *
 * @param what the option in the error: `dense: activation`
 * @throws with the nearest name when there is none
 */
export function named<T>(what: string, name: string, table: Readonly<Record<string, T>>): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found === undefined) throw new Error(unknownName(what, name, Object.keys(table)));
  return found;
}

/** Factories by kind; what options each takes is known to the caller of `make` only. */
export type Factories<T> = Readonly<Record<string, (options: never) => T>>;

/** Makes what a config describes. The one place where options from a file meet a factory: the factory checks them. */
export const make = <T>(what: string, kind: string, options: object, table: Factories<T>): T => named(what, kind, table)(options as never);
