import { unknownName } from "@tidu/core-tensor";
import type { MetricLike } from "../metrics/index.ts";

/** One value for all outputs, one per output in order, or by the outputs' names. */
export type PerOutput<T> = T | readonly T[] | { readonly [output: string]: T };

/** A list for the only output (or for each of them), lists by position, or metrics by the outputs' names. */
export type MetricLists =
  | readonly MetricLike[]
  | readonly (readonly MetricLike[])[]
  | { readonly [output: string]: MetricLike | readonly MetricLike[] };

/**
 * One value per output.
 *
 * @param what the option, for errors
 * @param isOne tells a value from lists and records of them
 * @throws when there are too few or too many, or a name is unknown
 */
export function perOutput<T>(
  what: string,
  given: PerOutput<T>,
  names: readonly string[],
  isOne: (value: unknown) => value is T,
): readonly T[] {
  if (isOne(given)) return names.map(() => given);
  if (isList(given)) {
    if (given.length === names.length) return given;
    throw new Error(`compile: ${what} has ${given.length} entries, the model ${countOf(names)}. Give one for each, in this order.`);
  }
  checkNames(what, given, names);
  return names.map((name) => {
    const own = given[name];
    if (own === undefined) throw new Error(`compile: ${what} lacks the output "${name}". The model has ${countOf(names)}.`);
    return own;
  });
}

/**
 * A list of metrics per output.
 *
 * @param what the option, for errors
 * @throws when there are too few or too many lists, or a name is unknown
 */
export function metricsPerOutput(
  what: string,
  given: MetricLists | undefined,
  names: readonly string[],
): readonly (readonly MetricLike[])[] {
  if (given === undefined) return names.map(() => []);
  if (!isList<MetricLike | readonly MetricLike[]>(given)) {
    checkNames(what, given, names);
    return names.map((name) => listOf(given[name] ?? []));
  }
  const lists = given.map(listOf);
  if (!given.some((entry) => isList(entry))) return names.map(() => lists.flat());
  if (lists.length === names.length) return lists;
  throw new Error(`compile: ${what} has ${lists.length} lists, the model ${countOf(names)}. Give a list for each, in this order.`);
}

const isList = <T>(given: T | readonly T[] | object): given is readonly T[] => Array.isArray(given);

const listOf = (given: MetricLike | readonly MetricLike[]): readonly MetricLike[] => (isList(given) ? given : [given]);

const countOf = (names: readonly string[]): string => `${names.length} ${names.length === 1 ? "output" : "outputs"} (${names.join(", ")})`;

function checkNames(what: string, given: object, names: readonly string[]): void {
  const unknown = Object.keys(given).find((key) => !names.includes(key));
  if (unknown !== undefined) throw new Error(`compile: ${what}: ${unknownName("output", unknown, names)}`);
}
