import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { readCsv } from "./read-csv.ts";

const folder = mkdtempSync(join(tmpdir(), "read-csv-"));
const path = join(folder, "small.csv");
writeFileSync(path, "a,b\n1,2\n3,x\n");
afterAll(() => rmSync(folder, { recursive: true }));

test("a path, a file address, bytes and text are read alike", async () => {
  const tables = await Promise.all(
    [path, pathToFileURL(path), pathToFileURL(path).href, new TextEncoder().encode("a,b\n1,2\n3,x\n"), "a,b\n1,2\n3,x\n"].map((source) =>
      readCsv(source),
    ),
  );
  for (const table of tables) expect(table.values("b")).toEqual(["2", "x"]);
});

test("errors name the file", async () => {
  await expect(readCsv(path, { types: { b: "number" } })).rejects.toThrow('small.csv, line 3, column "b": expected a number, received "x"');
  await expect(readCsv(join(folder, "none.csv"))).rejects.toThrow(/readCsv: there is no file .*none\.csv \(looked in /);
  await expect(readCsv(folder)).rejects.toThrow(/readCsv: .* cannot be read: .*EISDIR/);
});

const shared = (name: string) => fileURLToPath(new URL(`../../../../../shared/data/${name}`, import.meta.url));

// Sizes from the data's own README; the rest counted with pandas 3.1 or awk.
const real = [
  { name: "california_housing.csv", options: {}, rows: 20640, types: { number: 9 }, missing: 0 },
  { name: "breast_cancer.csv", options: {}, rows: 569, types: { number: 30, integer: 1 }, missing: 0 },
  { name: "pima-indians-diabetes.csv", options: { header: false }, rows: 768, types: { number: 2, integer: 7 }, missing: 0 },
  { name: "mammography.csv", options: { header: false, quote: "'" }, rows: 11183, types: { number: 6, integer: 1 }, missing: 0 },
  { name: "horse-colic.csv", options: { header: false }, rows: 300, types: { number: 5, integer: 23 }, missing: 1605 },
  { name: "daily-min-temperatures.csv", options: {}, rows: 3650, types: { number: 1, string: 1 }, missing: 0 },
] as const;

for (const { name, options, rows, types, missing } of real) {
  test(`${name} is read whole`, async ({ skip }) => {
    if (!existsSync(shared(name))) skip(`shared/data/${name} is absent`);
    const table = await readCsv(shared(name), options);
    const found: Record<string, number> = {};
    for (const { type } of table.columns) found[type] = (found[type] ?? 0) + 1;
    expect({ rows: table.rowCount, types: found }).toEqual({ rows, types });
    expect(Object.values(table.missingCounts()).reduce((sum, count) => sum + count, 0)).toBe(missing);
  });
}
