import { toNested } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { parseCsv } from "./parse-csv.ts";
import { Table } from "./table.ts";

const flowers = () => parseCsv("height,width,ripe,species\n5,1.5,true,virginica\n4,?,false,setosa\n6,2.5,true,virginica\n");

test("select, drop and takeRows give tables and take names or positions", async () => {
  const table = await flowers();
  expect(table.rowCount).toBe(3);
  expect(table.select(["species", 0]).columnNames).toEqual(["species", "height"]);
  expect(table.drop(["width", -1]).columnNames).toEqual(["height", "ripe"]);
  expect(table.takeRows([2, 0]).values("species")).toEqual(["virginica", "virginica"]);
  expect(table.takeRows([1]).values("width")).toEqual([null]);
  expect(table.columnNames).toEqual(["height", "width", "ripe", "species"]);
});

test("toTensor gives rows of numbers, booleans as 0 and 1, missing as NaN", async () => {
  const table = await flowers();
  expect(toNested(table.toTensor(["width", "ripe"]))).toEqual([
    [1.5, 1],
    [NaN, 0],
    [2.5, 1],
  ]);
  const categories = await parseCsv("c\nb\na\n\n b", { types: { c: "category" } });
  expect(toNested(categories.toTensor())).toEqual([[1], [0], [1]]);
});

test("splitTarget numbers text classes in sorted order", async () => {
  const { x, y, featureNames, classNames } = (await flowers()).splitTarget("species");
  expect(toNested(x)).toEqual([
    [5, 1.5, 1],
    [4, NaN, 0],
    [6, 2.5, 1],
  ]);
  expect(y).toEqual({ dtype: "int32", shape: [3], data: Int32Array.of(1, 0, 1) });
  expect([featureNames, classNames]).toEqual([
    ["height", "width", "ripe"],
    ["setosa", "virginica"],
  ]);
});

test("splitTarget keeps integers as int32, numbers as float32 and chooses features", async () => {
  const table = (await flowers()).dropMissing();
  const heights = table.splitTarget("height", { features: ["width"] });
  expect([heights.y, heights.classNames]).toEqual([{ dtype: "int32", shape: [2], data: Int32Array.of(5, 6) }, undefined]);
  expect(heights.featureNames).toEqual(["width"]);
  expect(table.splitTarget("width", { features: [0] }).y).toEqual({ dtype: "float32", shape: [2], data: Float32Array.of(1.5, 2.5) });
  expect(table.splitTarget("ripe", { features: [0] })).toMatchObject({ y: { data: Int32Array.of(1, 1) }, classNames: ["false", "true"] });
  const large = await parseCsv("a,b\n1,3000000000\n");
  expect(large.splitTarget("b").y.dtype).toBe("float32");
});

test("missing values are counted and their rows dropped", async () => {
  const table = await parseCsv("a,b,c\n1,,x\n,2,\n3,4,y\n");
  expect(table.missingCounts()).toEqual({ a: 1, b: 1, c: 1 });
  expect(table.dropMissing().values("a")).toEqual([3]);
  expect(table.dropMissing(["b"]).values("c")).toEqual([null, "y"]);
});

test("oneHot replaces a column by indicators in its place", async () => {
  const table = await parseCsv("a,colour,b\n1,red,2\n3,blue,4\n5,?,6\n");
  const encoded = table.oneHot("colour");
  expect(encoded.columnNames).toEqual(["a", "colour=blue", "colour=red", "b"]);
  // pandas 3: get_dummies(["red", "blue", None]) has zeros for the missing value
  expect(toNested(encoded.toTensor())).toEqual([
    [1, 0, 1, 2],
    [3, 1, 0, 4],
    [5, 0, 0, 6],
  ]);
});

test("unknown columns and rows are refused with the nearest or the range", async () => {
  const table = await flowers();
  expect(() => table.column("speceis")).toThrow('Table: column "speceis": did you mean "species"?');
  expect(() => table.select(["height", 4])).toThrow("Table: expected a column from 0 to 3, received 4.");
  expect(() => table.takeRows([3])).toThrow("Table.takeRows: expected rows from 0 to 2, received 3.");
  expect(() => table.splitTarget("width")).toThrow('the target "width" has no value in row 1. Call dropMissing(["width"]) first.');
  expect(() => table.toTensor()).toThrow(
    'column "species" holds text (line 2: "virginica"). Leave it out with drop or select, replace it with oneHot("species")',
  );
});

test("columns of different length or one name are no table", () => {
  const column = (name: string, size: number) => ({ name, type: "number", values: new Float64Array(size) }) as const;
  expect(() => new Table([column("a", 2), column("b", 3)])).toThrow('expected 2 rows in every column, received 3 in column "b"');
  expect(() => new Table([column("a", 2), column("a", 2)])).toThrow('two columns are named "a"');
});
