import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { iris } from "./iris.ts";

test("iris has the per-class means of Fisher's paper", () => {
  const { x, y } = iris();
  expect(x.shape).toEqual([150, 4]);
  expect(y.shape).toEqual([150]);
  const sums = [new Float64Array(4), new Float64Array(4), new Float64Array(4)];
  const counts = [0, 0, 0];
  y.data.forEach((label, row) => {
    counts[label] = (counts[label] ?? 0) + 1;
    x.data.subarray(row * 4, row * 4 + 4).forEach((value, i) => {
      const sum = sums[label];
      if (sum) sum[i] = (sum[i] ?? 0) + value;
    });
  });
  expect(counts).toEqual([50, 50, 50]);
  // Fisher 1936, table 2
  const means = [
    [5.006, 3.428, 1.462, 0.246],
    [5.936, 2.77, 4.26, 1.326],
    [6.588, 2.974, 5.552, 2.026],
  ];
  means.forEach((row, label) => row.forEach((mean, i) => expect((sums[label]?.[i] ?? NaN) / 50).toBeCloseTo(mean, 5)));
});

test("iris has the paper's rows 35 and 38, which the UCI copy has wrong", () => {
  const { data } = iris().x;
  expect([...data.subarray(34 * 4, 35 * 4)]).toEqual([4.9, 3.1, 1.5, 0.2].map(Math.fround));
  expect([...data.subarray(37 * 4, 38 * 4)]).toEqual([4.9, 3.6, 1.4, 0.1].map(Math.fround));
});

test("every call gives arrays of its own", () => {
  iris().x.data.fill(0);
  expect(iris().x.data[0]).toBe(Math.fround(5.1));
});

const shared = fileURLToPath(new URL("../../../../../shared/data/iris.csv", import.meta.url));

test("iris equals the table that scikit-learn ships", ({ skip }) => {
  if (!existsSync(shared)) skip("shared/data/iris.csv is absent");
  const rows = readFileSync(shared, "utf8")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((row) => row.split(",").map(Number));
  const { x, y } = iris();
  expect([...x.data]).toEqual(rows.flatMap((row) => row.slice(0, 4)).map(Math.fround));
  expect([...y.data]).toEqual(rows.map((row) => row[4]));
});
