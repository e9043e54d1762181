/** A number that survives JSON, which has no NaN or infinity. */
export type StoredNumber = number | "NaN" | "Infinity" | "-Infinity";

export const storeNumber = (value: number): StoredNumber =>
  Number.isNaN(value) ? "NaN" : value === Infinity ? "Infinity" : value === -Infinity ? "-Infinity" : value;

export const storeNumbers = (values: readonly number[]): StoredNumber[] => values.map(storeNumber);

export const readNumbers = (values: readonly StoredNumber[]): number[] => values.map(Number);

/** @throws when a state is not of the expected kind, as after restoring from the wrong file */
export function checkKind(where: string, state: { readonly kind?: unknown }): void {
  if (state.kind !== where)
    throw new Error(
      `${where}: expected a state of kind "${where}", received ${JSON.stringify(state.kind) ?? "none"}. Pass what toJSON of a ${where} gave.`,
    );
}

/** The fitted part, or an error that says to fit first. */
export function fitted<T>(where: string, method: string, learned: T | undefined): T {
  if (learned === undefined)
    throw new Error(`${where}.${method}: nothing was learned yet. Call fit or fitTransform on the training data first.`);
  return learned;
}
