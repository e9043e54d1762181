import { tensorData } from "@tidu/core-tensor";
import type { ArrayLike } from "@tidu/core-tensor";
import { numbersOf } from "../rows/numbers.ts";

/** Labels to stratify by: numbers in any form, one for each row, or strings. */
export type Labels = ArrayLike | readonly string[];

export interface LabelGroup {
  /** The label as received, for messages. */
  readonly label: number | string;
  readonly rows: readonly number[];
}

/**
 * The rows of each label, in the order in which labels first appear.
 *
 * @throws when the labels are not one for each of `rows` rows, or one of them is NaN
 */
export function labelGroups(where: string, labels: Labels, rows: number): LabelGroup[] {
  const values = labelValues(where, labels);
  if (values.length !== rows) throw new Error(`${where}: expected one label for each of ${rows} rows, received ${values.length}.`);
  const groups = new Map<number | string, number[]>();
  values.forEach((label, row) => {
    if (Number.isNaN(label)) throw new Error(`${where}: the label of row ${row} is NaN. Drop or fill such rows first.`);
    const group = groups.get(label);
    if (group === undefined) groups.set(label, [row]);
    else group.push(row);
  });
  return Array.from(groups, ([label, members]) => ({ label, rows: members }));
}

/** Labels as an array of strings or numbers; a trailing axis of size 1 is dropped. */
export function labelValues(where: string, labels: Labels): (number | string)[] {
  if (isPlainList(labels)) return [...labels];
  const data = tensorData(labels);
  const [, ...rest] = data.shape;
  if (data.shape.length === 0 || rest.some((size) => size !== 1)) {
    throw new Error(
      `${where}: expected one label a row, [rows], received shape [${data.shape.join(", ")}]. For one-hot rows use fromCategorical first.`,
    );
  }
  return [...numbersOf(data)];
}

/** A list of strings or numbers is taken as it is: large numbers would be rounded in float32. */
function isPlainList(labels: Labels): labels is readonly string[] | readonly number[] {
  return Array.isArray(labels) && labels.length > 0 && labels.every((label) => typeof label === "string" || typeof label === "number");
}
