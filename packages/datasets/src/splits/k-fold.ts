import type { ArrayLike } from "@tidu/core-tensor";
import { rowCount, rowsOf } from "../rows/rows.ts";
import { seededRandom } from "../rows/seeded-random.ts";
import { labelGroups } from "./label-groups.ts";
import type { LabelGroup, Labels } from "./label-groups.ts";

export interface KFoldOptions {
  /** Number of folds, at least 2; default 5. scikit-learn's `n_splits`. */
  readonly splits?: number;
  /** Draw the folds at random; default false: neighbouring rows stay together. */
  readonly shuffle?: boolean;
  /** Reproduces the folds when they are drawn at random. */
  readonly seed?: number | undefined;
}

/** Row numbers of one fold, for `takeRows`. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * Folds for cross-validation: every row is a test row once (scikit-learn's `KFold`).
 *
 * @returns `split(x)`, which gives the row numbers of each fold; the first folds are one row longer when rows do not divide
 * @throws when `splits` is no integer from 2 to the number of rows
 * @example
 * ```ts
 * for (const { train, test } of kFold({ splits: 5, shuffle: true, seed: 1 }).split(x)) {
 *   const xTrain = takeRows(x, train);
 * }
 * ```
 */
export function kFold({ splits = 5, shuffle = false, seed }: KFoldOptions = {}): { split(x: ArrayLike): Fold[] } {
  checkSplits("kFold", splits);
  return {
    split(x) {
      const rows = rowCount(rowsOf("kFold", x));
      if (splits > rows) throw new Error(`kFold: expected at least as many rows as splits, received ${rows} rows for ${splits} splits.`);
      const order = shuffle ? seededRandom("kFold", seed).permutation(rows) : Int32Array.from({ length: rows }, (_, row) => row);
      const foldOfRow = new Int32Array(rows);
      // the first `rows % splits` folds take one row more
      order.forEach((row, position) => (foldOfRow[row] = foldOfPosition(position, rows, splits)));
      return foldsFrom(foldOfRow, splits);
    },
  };
}

/**
 * Folds that keep the proportions of the classes (scikit-learn's `StratifiedKFold`, the same folds when not shuffled).
 *
 * @returns `split(x, y)`, which gives the row numbers of each fold; y holds a number or string for each row
 * @throws when every class has fewer rows than `splits`, or the labels are not one a row
 * @example
 * ```ts
 * for (const { train, test } of stratifiedKFold({ splits: 5, shuffle: true, seed: 1 }).split(x, y)) {
 *   const [xTrain, yTrain] = [takeRows(x, train), takeRows(y, train)];
 * }
 * ```
 */
export function stratifiedKFold({ splits = 5, shuffle = false, seed }: KFoldOptions = {}): { split(x: ArrayLike, y: Labels): Fold[] } {
  checkSplits("stratifiedKFold", splits);
  return {
    split(x, y) {
      const rows = rowCount(rowsOf("stratifiedKFold", x));
      const groups = labelGroups("stratifiedKFold", y, rows);
      if (groups.every((group) => group.rows.length < splits)) {
        throw new Error(
          `stratifiedKFold: expected a class with at least ${splits} rows, one for each split; the largest has ${Math.max(...groups.map((group) => group.rows.length))}.`,
        );
      }
      const random = seededRandom("stratifiedKFold", seed);
      const foldOfRow = new Int32Array(rows);
      dealtShares(groups, splits).forEach((shares, i) => {
        const folds = shares.flatMap((share, fold) => Array.from({ length: share }, () => fold));
        if (shuffle) random.shuffle(folds);
        groups[i]?.rows.forEach((row, position) => (foldOfRow[row] = folds[position] ?? 0));
      });
      return foldsFrom(foldOfRow, splits);
    },
  };
}

/** Rows sorted by class are dealt to the folds in turn; that gives how many of each class every fold gets: [class][fold]. */
function dealtShares(groups: readonly LabelGroup[], splits: number): number[][] {
  let dealt = 0;
  return groups.map(({ rows }) => {
    const shares = Array.from({ length: splits }, () => 0);
    for (let i = 0; i < rows.length; i++) {
      const fold = dealt++ % splits;
      shares[fold] = (shares[fold] ?? 0) + 1;
    }
    return shares;
  });
}

function foldOfPosition(position: number, rows: number, splits: number): number {
  const size = Math.floor(rows / splits);
  const longer = rows % splits;
  const inLonger = longer * (size + 1);
  return position < inLonger ? Math.floor(position / (size + 1)) : longer + Math.floor((position - inLonger) / size);
}

function foldsFrom(foldOfRow: Int32Array, splits: number): Fold[] {
  const rows = Int32Array.from(foldOfRow, (_, row) => row);
  return Array.from({ length: splits }, (_, fold) => ({
    train: rows.filter((row) => foldOfRow[row] !== fold),
    test: rows.filter((row) => foldOfRow[row] === fold),
  }));
}

function checkSplits(where: string, splits: number): void {
  if (!Number.isInteger(splits) || splits < 2)
    throw new Error(`${where}: expected splits to be an integer of at least 2, received ${splits}.`);
}
