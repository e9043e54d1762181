import { expect, test } from "vitest";
import { allWindows, randomWindows } from "./windows.ts";

const ids = Int32Array.from({ length: 11 }, (_, i) => i);

test("the whole text in pieces, what comes next beside each character", () => {
  const { x, y } = allWindows(ids, 4);
  expect(x.shape).toEqual([2, 4]);
  expect([...x.data]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect([...y.data]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(allWindows(ids, 5).x.shape).toEqual([2, 5]); // ten characters have one behind them
});

test("pieces at random places are pieces, from the first to the last place, and one seed gives them again", () => {
  const pieces = (seed: number): readonly number[] => {
    const found: number[] = [];
    for (const { x, y } of randomWindows(ids, { batchSize: 50, length: 4, seed })) {
      for (let row = 0; row < 50; row++) {
        const place = x.data[row * 4] ?? -1;
        found.push(place);
        expect([...x.data.subarray(row * 4, row * 4 + 4)]).toEqual([0, 1, 2, 3].map((i) => place + i));
        expect([...y.data.subarray(row * 4, row * 4 + 4)]).toEqual([1, 2, 3, 4].map((i) => place + i));
      }
      break;
    }
    return found;
  };
  expect([...new Set(pieces(1))].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(pieces(1)).toEqual(pieces(1));
  expect(pieces(2)).not.toEqual(pieces(1));
});

test("a text that is too short is refused", () => {
  expect(() => allWindows(ids, 11)).toThrow("the text has 11 characters; pieces of 11 need more");
  expect(() => randomWindows(ids, { batchSize: 1, length: 11, seed: 1 }).next()).toThrow("a smaller --context");
});
