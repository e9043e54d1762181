import { tensorData } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { rowOrder } from "./row-order.ts";
import { splitValidation } from "./split-validation.ts";
import { takeRows } from "./take-rows.ts";

test("an order without shuffling is that of the rows", () => {
  expect(rowOrder(4, { shuffle: false })).toEqual(Int32Array.of(0, 1, 2, 3));
});

test("a key gives one order with every row once, another key another", () => {
  const order = rowOrder(1000, { shuffle: true, key: [1, 2] });
  expect(order).toEqual(rowOrder(1000, { shuffle: true, key: [1, 2] }));
  expect(order).not.toEqual(rowOrder(1000, { shuffle: true, key: [1, 3] }));
  expect(order.toSorted()).toEqual(rowOrder(1000, { shuffle: false }));
});

test("every row comes to every place equally often", () => {
  const counts = new Int32Array(16);
  for (let key = 0; key < 4000; key++)
    rowOrder(4, { shuffle: true, key: [key, 7] }).forEach((row, place) => (counts[4 * place + row] = (counts[4 * place + row] ?? 0) + 1));
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(110); // four standard deviations of a binomial: 4 √(4000 · 3/16)
});

test("rows are taken without a copy", () => {
  const all = tensorData([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const part = takeRows(all, 1, 3);
  expect(part).toEqual(
    tensorData([
      [3, 4],
      [5, 6],
    ]),
  );
  expect(part.data.buffer).toBe(all.data.buffer);
});

test("the last part validates, as in Keras", () => {
  const { train, validation } = splitValidation([tensorData([[1], [2], [3], [4], [5]]), tensorData([1, 2, 3, 4, 5])], 0.3);
  expect(train.map(({ data }) => [...data])).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]); // floor(5 · 0.7)
  expect(validation.map(({ data }) => [...data])).toEqual([
    [4, 5],
    [4, 5],
  ]);
});

test("a split that is none, or leaves nothing, is refused", () => {
  const data = [tensorData([1, 2, 3])];
  expect(() => splitValidation(data, 1)).toThrow("fit: expected validationSplit between 0 and 1, received 1.");
  expect(() => splitValidation(data, NaN)).toThrow("received NaN");
  expect(() => splitValidation(data, 0.9)).toThrow("fit: validationSplit 0.9 of 3 rows leaves nothing to train on. Lower it.");
});
