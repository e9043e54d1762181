import { toNested } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { batches } from "./batches.ts";
import { shuffleRows } from "./shuffle-rows.ts";
import { takeRows } from "./take-rows.ts";

const sorted = (values: Iterable<number>) => [...values].toSorted((a, b) => a - b);

test("takeRows keeps dtype and row shape, repeats rows and counts negatives from the end", () => {
  expect(
    toNested(
      takeRows(
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        [2, 0, -1],
      ),
    ),
  ).toEqual([
    [5, 6],
    [1, 2],
    [5, 6],
  ]);
  expect(takeRows(Uint8Array.of(7, 8, 9), [1])).toEqual({ dtype: "uint8", shape: [1], data: Uint8Array.of(8) });
  expect(takeRows({ dtype: "int64", shape: [3], data: BigInt64Array.of(1n, 2n, 3n) }, [2, 1]).data).toEqual(BigInt64Array.of(3n, 2n));
  expect(takeRows({ dtype: "int32", shape: [2, 1, 2], data: Int32Array.of(1, 2, 3, 4) }, [1])).toEqual({
    dtype: "int32",
    shape: [1, 1, 2],
    data: Int32Array.of(3, 4),
  });
});

test("takeRows reads views into larger buffers", () => {
  const view = Float32Array.of(9, 9, 1, 2, 3, 4).subarray(2);
  expect(toNested(takeRows({ dtype: "float32", shape: [2, 2], data: view }, [1]))).toEqual([[3, 4]]);
});

test("takeRows names the wrong row number", () => {
  expect(() => takeRows([1, 2, 3], [0, 3])).toThrow("takeRows: expected a row number from -3 to 2, received 3 at position 1.");
  expect(() => takeRows([1, 2, 3], [0.5])).toThrow("received 0.5");
});

test("shuffleRows keeps rows of x and y together", () => {
  const rows = Array.from({ length: 100 }, (_, i) => i);
  const [x, y] = shuffleRows([rows.map((i) => [i, i]), Int32Array.from(rows)], { seed: 5 });
  expect([...y.data]).not.toEqual(rows);
  expect(sorted(Array.from(y.data, Number))).toEqual(rows);
  expect(toNested(x)).toEqual(Array.from(y.data, Number).map((i) => [i, i]));
  expect(shuffleRows([rows], { seed: 5 })[0].data).toEqual(Float32Array.from(y.data, Number));
});

test("a permutation puts every row at every place equally often", () => {
  const counts = new Int32Array(9);
  for (let seed = 0; seed < 3000; seed++) {
    Array.from(shuffleRows([[0, 1, 2]], { seed })[0].data, Number).forEach((row, place) => {
      counts[place * 3 + row] = (counts[place * 3 + row] ?? 0) + 1;
    });
  }
  // 1000 expected in each; four standard deviations of a binomial are 4 * sqrt(3000 / 3 * 2 / 3) = 103
  counts.forEach((count) => expect(Math.abs(count - 1000)).toBeLessThan(103));
});

test("arrays of different length are refused with both lengths", () => {
  expect(() =>
    shuffleRows([
      [1, 2, 3],
      [1, 2],
    ]),
  ).toThrow("shuffleRows: expected arrays of equal length, received 3 rows first and 2 rows as array 2.");
  expect(() => batches([1, 2, 3], [1, 2])).toThrow("batches: expected arrays of equal length, received 3 rows first and 2");
});

test("empty data, single values and ragged rows are refused", () => {
  expect(() => shuffleRows([[]])).toThrow("shuffleRows: expected at least one row, received empty data of shape [0].");
  expect(() => takeRows(3, [0])).toThrow("takeRows: expected rows on a first axis, received a single value.");
  expect(() => takeRows([[1, 2], [3]], [0])).toThrow("rows differ in length");
});

test("batches cover all rows in order, the last one smaller", () => {
  const all = batches([[1], [2], [3], [4], [5]], [1, 2, 3, 4, 5], { batchSize: 2 });
  expect(all.length).toBe(3);
  expect([...all].map(({ x, y }) => [toNested(x), toNested(y)])).toEqual([
    [
      [[1], [2]],
      [1, 2],
    ],
    [
      [[3], [4]],
      [3, 4],
    ],
    [[[5]], [5]],
  ]);
  expect([...batches([1, 2, 3, 4, 5], undefined, { batchSize: 2, dropRemainder: true })].map(({ x }) => toNested(x))).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

test("shuffled batches hold every row once, in another order each pass, all from one seed", () => {
  const rows = Array.from({ length: 50 }, (_, i) => i);
  const passes = () => {
    const all = batches(rows, rows, { batchSize: 7, shuffle: true, seed: 3 });
    return [1, 2].map(() =>
      [...all].flatMap(({ x, y }) => {
        expect(x.data).toEqual(y.data);
        return Array.from(x.data, Number);
      }),
    );
  };
  const [first = [], second = []] = passes();
  expect(sorted(first)).toEqual(rows);
  expect(sorted(second)).toEqual(rows);
  expect(first).not.toEqual(second);
  expect(passes()).toEqual([first, second]);
});

test("a batch size that is none, or leaves no batch, is refused", () => {
  expect(() => batches([1, 2], undefined, { batchSize: 0 })).toThrow("batches: expected batchSize to be a positive integer, received 0.");
  expect(() => batches([1, 2], undefined, { dropRemainder: true })).toThrow("2 rows are fewer than batchSize 32");
});
