import { unknownName } from "@tidu/core-tensor";
import type { TensorData } from "@tidu/core-tensor";
import { describeColumn } from "./column.ts";
import type { Column, NumericColumn } from "./column.ts";
import { encode } from "./encode.ts";

/** A column by its name, or by its position from 0 (negative: from the end). */
export type ColumnKey = string | number;

/** What {@link Table.splitTarget} gives: features and target of a table, ready for `fit`. */
export interface FeaturesAndTarget {
  /** float32 [rows, features] */
  readonly x: TensorData<"float32">;
  /** [rows]: int32 classes of text, category, boolean and integer columns, float32 of number columns */
  readonly y: TensorData<"int32" | "float32">;
  readonly featureNames: readonly string[];
  /** The label of each class, for targets of text, category and boolean. */
  readonly classNames: readonly string[] | undefined;
}

/** Named, typed columns of equal length; every method gives a new table and leaves this one as it is. */
export class Table {
  readonly columns: readonly Column[];
  readonly rowCount: number;

  /** @throws when columns differ in length or share a name */
  constructor(columns: readonly Column[]) {
    this.columns = columns;
    this.rowCount = columns[0]?.values.length ?? 0;
    const names = new Set<string>();
    for (const { name, values } of columns) {
      if (values.length !== this.rowCount)
        throw new Error(`Table: expected ${this.rowCount} rows in every column, received ${values.length} in column "${name}".`);
      if (names.has(name)) throw new Error(`Table: two columns are named "${name}".`);
      names.add(name);
    }
  }

  get columnNames(): string[] {
    return this.columns.map(({ name }) => name);
  }

  /** @throws when there is no such column, with the nearest name */
  column(key: ColumnKey): Column {
    const position = typeof key === "number" && key < 0 ? key + this.columns.length : key;
    const found = typeof position === "number" ? this.columns[position] : this.columns.find(({ name }) => name === position);
    if (found) return found;
    if (typeof key === "string") throw new Error(`Table: ${unknownName("column", key, this.columnNames)}`);
    throw new RangeError(`Table: expected a column from 0 to ${this.columns.length - 1}, received ${key}.`);
  }

  /** The cells of a column as numbers, booleans and strings; `null` where one is missing. */
  values(key: ColumnKey): (number | boolean | string | null)[] {
    const column = this.column(key);
    if (column.type === "string") return [...column.values];
    return Array.from(column.values, (value) => {
      if (Number.isNaN(value)) return null;
      if (column.type === "category") return column.categories[value] ?? null;
      return column.type === "boolean" ? value === 1 : value;
    });
  }

  /** Only these columns, in this order. */
  select(keys: readonly ColumnKey[]): Table {
    return new Table(keys.map((key) => this.column(key)));
  }

  /** All columns but these. */
  drop(keys: readonly ColumnKey[]): Table {
    const dropped = new Set(keys.map((key) => this.column(key)));
    return new Table(this.columns.filter((column) => !dropped.has(column)));
  }

  /** The rows at these positions, in this order. */
  takeRows(indices: Iterable<number>): Table {
    const positions = Array.from(indices);
    const wrong = positions.find((row) => !Number.isInteger(row) || row < 0 || row >= this.rowCount);
    if (wrong !== undefined) throw new RangeError(`Table.takeRows: expected rows from 0 to ${this.rowCount - 1}, received ${wrong}.`);
    return new Table(
      this.columns.map((column) =>
        column.type === "string"
          ? { ...column, values: positions.map((row) => column.values[row] ?? null) }
          : { ...column, values: Float64Array.from(positions, (row) => column.values[row] ?? NaN) },
      ),
    );
  }

  /** How many cells of each column are missing. */
  missingCounts(): Record<string, number> {
    return Object.fromEntries(this.columns.map((column) => [column.name, missingRows(column).length]));
  }

  /** Without the rows that miss a value in any of these columns (default: all). */
  dropMissing(keys?: readonly ColumnKey[]): Table {
    const incomplete = new Set((keys ? this.select(keys) : this).columns.flatMap(missingRows));
    return this.takeRows(Array.from({ length: this.rowCount }, (_, row) => row).filter((row) => !incomplete.has(row)));
  }

  /**
   * A text or category column replaced by one 0/1 column for each of its values, named `column=value`; a missing value has 0
   * in all of them (pandas's `get_dummies`).
   */
  oneHot(key: ColumnKey): Table {
    const column = this.column(key);
    const { codes, categories } = encode(column);
    const indicators = categories.map((category, code): NumericColumn => ({
      name: `${column.name}=${category}`,
      type: "integer",
      values: codes.map((value) => (value === code ? 1 : 0)),
    }));
    return new Table(this.columns.flatMap((other) => (other === column ? indicators : [other])));
  }

  /**
   * Columns as numbers, float32 `[rows, columns]`: booleans as 0 and 1, categories as the number of their category, missing
   * values as NaN (`simpleImputer` fills them).
   *
   * @param keys default: all columns
   * @throws when a column holds text
   */
  toTensor(keys?: readonly ColumnKey[]): TensorData<"float32"> {
    const { columns, rowCount } = keys ? this.select(keys) : this;
    const numeric = columns.map((column) => numbersOf("Table.toTensor", column));
    const data = new Float32Array(rowCount * numeric.length);
    numeric.forEach((values, i) => values.forEach((value, row) => (data[row * numeric.length + i] = value)));
    return { dtype: "float32", shape: [rowCount, numeric.length], data };
  }

  /**
   * Features and target for `fit`.
   *
   * @param target the column to predict: text, category and boolean columns become class indices (in sorted order, false
   * before true) with `classNames`, integer columns stay the numbers they are in int32, number columns are float32
   * @param features default: all other columns
   * @throws when the target misses a value, or a feature holds text
   * @example
   * ```ts
   * const { x, y, classNames } = (await readCsv("flowers.csv")).splitTarget("species");
   * ```
   */
  splitTarget(target: ColumnKey, { features }: { readonly features?: readonly ColumnKey[] } = {}): FeaturesAndTarget {
    const column = this.column(target);
    const missing = missingRows(column)[0];
    if (missing !== undefined)
      throw new Error(
        `Table.splitTarget: the target "${column.name}" has no value in row ${missing}. Call dropMissing(["${column.name}"]) first.`,
      );
    const chosen = features ? this.select(features) : this.drop([target]);
    return { x: chosen.toTensor(), featureNames: chosen.columnNames, ...targetOf(column) };
  }
}

function targetOf(column: Column): Pick<FeaturesAndTarget, "y" | "classNames"> {
  const shape = [column.values.length];
  if (column.type === "number" || column.type === "integer") {
    const isInt32 = column.type === "integer" && column.values.every((value) => value === (value | 0));
    const y: FeaturesAndTarget["y"] = isInt32
      ? { dtype: "int32", shape, data: Int32Array.from(column.values) }
      : { dtype: "float32", shape, data: Float32Array.from(column.values) };
    return { y, classNames: undefined };
  }
  const { codes, categories } = encode(column);
  return { y: { dtype: "int32", shape, data: Int32Array.from(codes) }, classNames: categories };
}

function numbersOf(where: string, column: Column): Float64Array {
  if (column.type !== "string") return column.values;
  throw new Error(
    `${where}: ${describeColumn(column)}. Leave it out with drop or select, replace it with oneHot("${column.name}"), or read it as types: { "${column.name}": "category" }.`,
  );
}

function missingRows(column: Column): number[] {
  const rows: number[] = [];
  for (let row = 0; row < column.values.length; row++) {
    const value = column.values[row];
    if (value === null || Number.isNaN(value)) rows.push(row);
  }
  return rows;
}
