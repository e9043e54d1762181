import { expect, test } from "vitest";
import { parseCsv } from "./parse-csv.ts";

const types = async (...received: Parameters<typeof parseCsv>) => (await parseCsv(...received)).columns.map(({ type }) => type);

test("cells become the narrowest type that a column has, and missing cells stay missing", async () => {
  const table = await parseCsv("id,height,wild,name,empty\n1,5.1,true,ann,\n-2,?,False,NA,\n+3,2e-1,,bob,null\n");
  expect(table.columns.map(({ type }) => type)).toEqual(["integer", "number", "boolean", "string", "number"]);
  expect(table.columnNames.map((name) => table.values(name))).toEqual([
    [1, -2, 3],
    [5.1, null, 0.2],
    [true, false, null],
    ["ann", null, "bob"],
    [null, null, null],
  ]);
});

test("types can be given", async () => {
  const text = "a,b,c,d\n1.0,2,yes,x\n3,007,0,\n";
  const table = await parseCsv(text, { types: { a: "integer", b: "string", c: "boolean", d: "category" } });
  expect(table.columns.map(({ name }) => table.values(name))).toEqual([
    [1, 3],
    ["2", "007"],
    [true, false],
    ["x", null],
  ]);
  expect(table.column("d")).toMatchObject({ type: "category", categories: ["x"] });
});

test("quotes, line breaks in cells, Windows lines, comments, blank lines and a byte order mark are understood", async () => {
  const text = '\ufeff# from a spreadsheet\r\nname,note\r\n"a, b","say ""hi"""\r\n\r\n"two\r\nlines", plain \r\n';
  const table = await parseCsv(text, { comment: "#" });
  expect(table.columnNames).toEqual(["name", "note"]);
  expect(table.values("name")).toEqual(["a, b", "two\r\nlines"]);
  expect(table.values("note")).toEqual(['say "hi"', "plain"]);
});

test("other delimiters and quotes can be given", async () => {
  const table = await parseCsv("a;b\n1;'x;y'\n", { delimiter: ";", quote: "'" });
  expect(table.values("b")).toEqual(["x;y"]);
  expect((await parseCsv('a,b\n1,5" disk\n', { quote: "" })).values("b")).toEqual(['5" disk']);
});

test("without a header columns are numbered, or take the names given", async () => {
  expect((await parseCsv("1,2\n3,4", { header: false })).columnNames).toEqual(["column0", "column1"]);
  expect((await parseCsv("1,2\n3,4", { header: false, names: ["x", "y"] })).values("y")).toEqual([2, 4]);
  const renamed = await parseCsv("a,a\n3,4", { header: true, names: ["x", "y"] });
  expect([renamed.columnNames, renamed.rowCount]).toEqual([["x", "y"], 1]);
});

test("a first row that looks like data is not taken for a header in silence", async () => {
  await expect(parseCsv("6,148,72,?\n1,85,66,0\n")).rejects.toThrow(
    "parseCsv, line 1: expected column names, but the first row looks like data (6, 148, 72, ?). Pass header: false",
  );
  expect((await parseCsv("2020,2021\n1,2", { header: true })).columnNames).toEqual(["2020", "2021"]);
});

test("a ragged row is refused with its line", async () => {
  await expect(parseCsv('# two\na,b\n1,2\n\n"x\ny",2,3\n', { comment: "#", source: "some.csv" })).rejects.toThrow(
    "some.csv, line 5: expected 2 cells as in line 2, received 3.",
  );
  await expect(parseCsv("a,b\n1,2\n3\n")).rejects.toThrow("parseCsv, line 3: expected 2 cells as in line 1, received 1.");
});

test("a cell of another type is refused with line and column", async () => {
  await expect(parseCsv("a,b\n1,2\n3,abc\n", { types: { b: "number" } })).rejects.toThrow(
    'parseCsv, line 3, column "b": expected a number, received "abc". If it stands for a missing value, add it to the option missing.',
  );
  await expect(parseCsv("a\n1.5\n", { types: { a: "integer" } })).rejects.toThrow(
    'line 2, column "a": expected an integer, received "1.5"',
  );
  await expect(parseCsv("a\nmaybe\n", { types: { a: "boolean" } })).rejects.toThrow('expected true or false, received "maybe"');
  await expect(parseCsv("a\nInfinity\n", { types: { a: "number" } })).rejects.toThrow('received "Infinity"');
});

test("one odd cell makes a column text, and asking for its numbers says which", async () => {
  const table = await parseCsv("a,b\n1,2\n3,-\n5,6\n");
  expect(table.column("b").type).toBe("string");
  expect(() => table.toTensor()).toThrow('Table.toTensor: column "b" holds text (line 3: "-").');
  expect((await parseCsv("a,b\n1,2\n3,-\n", { missing: ["-"] })).values("b")).toEqual([2, null]);
});

test("a quote that is never closed is refused with the line before it", async () => {
  await expect(parseCsv('a,b\n1,2\n3,"4\n5,6\n')).rejects.toThrow("parseCsv, after line 2: a quote is opened and never closed.");
  await expect(parseCsv('a,b\n1,"2"x\n')).rejects.toThrow("parseCsv, line 2: Invalid Closing Quote");
});

test("empty data is refused", async () => {
  await expect(parseCsv("")).rejects.toThrow("parseCsv: expected rows, received an empty file.");
  await expect(parseCsv("\n\n")).rejects.toThrow("received an empty file");
  await expect(parseCsv("a,b\n")).rejects.toThrow("expected rows after the header in line 1, received none.");
});

test("options that name no column or type are refused with the nearest", async () => {
  await expect(parseCsv("height,width\n1,2", { types: { heigth: "number" } })).rejects.toThrow('column "heigth": did you mean "height"?');
  await expect(parseCsv("a,b\n1,2", { types: { a: JSON.parse('"nubmer"') } })).rejects.toThrow('type "nubmer": did you mean "number"?');
  await expect(parseCsv("a,b\n1,2", { names: ["x"] })).rejects.toThrow("expected names for 2 columns, received 1.");
  await expect(parseCsv("a,b,a\n1,2,3")).rejects.toThrow('line 1: two columns are named "a". Pass names for all columns.');
});

test("one column full of semicolons is refused", async () => {
  await expect(parseCsv("a;b\n1;2")).rejects.toThrow('found one column, but the line holds ";". Pass delimiter: ";"');
  expect((await parseCsv("a;b\nx", { delimiter: "," })).columnNames).toEqual(["a;b"]);
});

test("bytes are decoded, and a wrong encoding is said", async () => {
  const latin1 = Uint8Array.of(...Buffer.from("name\ncafé\n", "latin1"));
  await expect(parseCsv(latin1)).rejects.toThrow(
    'the bytes are no valid utf-8 text. Pass the encoding of the file, such as encoding: "latin1".',
  );
  expect((await parseCsv(latin1, { encoding: "latin1" })).values("name")).toEqual(["café"]);
  expect(await types(new TextEncoder().encode("a\n1\n"))).toEqual(["integer"]);
});

test("a name like a property of objects is a name", async () => {
  const table = await parseCsv("constructor,toString\n1,2");
  expect(table.values("constructor")).toEqual([1]);
});
