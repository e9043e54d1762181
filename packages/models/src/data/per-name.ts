import { isTensorData, Tensor, unknownName } from "@tidu/core-tensor";
import type { DataLike } from "./host-array.ts";
import { describeReceived } from "./received.ts";

/** One array, one for each input (or output) in order, or by name. */
export type PerName = DataLike | readonly DataLike[] | { readonly [name: string]: DataLike };

/**
 * Arrays in the order of `names`. With one name, a list is one nested array, unless it holds one thing that can only be an array.
 *
 * @param where names them in errors: `fit: x`
 * @param kind what the names name
 * @throws when the number of arrays or a name does not fit
 */
export function perName(where: string, kind: "input" | "output", given: PerName, names: readonly string[]): readonly DataLike[] {
  if (isList(given) && (names.length > 1 || isWrapped(given))) {
    if (given.length === names.length) return given;
    throw wrongNumber(given, names, where, kind);
  }
  if (!isByName(given)) {
    if (names.length === 1) return [given as DataLike]; // lists of several arrays are gone
    throw wrongNumber(given, names, where, kind);
  }
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`${where}: ${unknownName(kind, unknown, names)}`);
  return names.map((name) => {
    const own = given[name];
    if (own === undefined) throw new Error(`${where}: nothing for the ${kind} "${name}", received only ${Object.keys(given).join(", ")}.`);
    return own;
  });
}

const wrongNumber = (given: PerName, names: readonly string[], where: string, kind: string): Error =>
  new Error(
    `${where}: the model has ${names.length} ${kind}${names.length === 1 ? "" : "s"} (${names.join(", ")}), received ${describeReceived(given)}. ${names.length === 1 ? "Pass one array." : `Pass a list with one array for each ${kind}, or an object by name.`}`,
  );

const isList = (given: PerName): given is readonly DataLike[] => Array.isArray(given);

/** `[array]` for the only input: a list around a tensor or TensorData. A typed array in a list is a row. */
const isWrapped = (given: readonly unknown[]): boolean => given.length === 1 && (given[0] instanceof Tensor || isTensorData(given[0]));

/** Whether arrays (or what else stands for them) are given by name. */
export const isByName = <Value>(
  given: DataLike | readonly DataLike[] | readonly string[] | { readonly [name: string]: Value },
): given is { readonly [name: string]: Value } =>
  typeof given === "object" &&
  given !== null &&
  !Array.isArray(given) &&
  !ArrayBuffer.isView(given) &&
  !(given instanceof Tensor) &&
  !isTensorData(given);
