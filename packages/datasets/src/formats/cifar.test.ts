import { expect, test } from "vitest";
import { readCifar } from "./cifar.ts";

/** A record as the CIFAR page describes it: labels, then 1024 bytes of red, of green and of blue, row after row. */
const record = (labels: readonly number[], pixel: (plane: number, at: number) => number) => [
  ...labels,
  ...[0, 1, 2].flatMap((plane) => Array.from({ length: 1024 }, (_, at) => pixel(plane, at))),
];

test("planes become channels last, and labels int32", async () => {
  const bytes = [...record([3], (plane, at) => (at % 80) + 80 * plane), ...record([9], (plane) => plane)];
  const { x, labels } = await readCifar(Uint8Array.from(bytes));
  expect([x.dtype, x.shape]).toEqual(["uint8", [2, 32, 32, 3]]);
  expect(labels).toEqual([{ dtype: "int32", shape: [2], data: Int32Array.of(3, 9) }]);
  expect([...x.data.subarray(0, 6)]).toEqual([0, 80, 160, 1, 81, 161]);
  const [row, column] = [2, 5];
  const start = (row * 32 + column) * 3;
  expect([...x.data.subarray(start, start + 3)]).toEqual([69, 149, 229]); // pixel 69 of the first image
  expect([...x.data.subarray(3072, 3078)]).toEqual([0, 1, 2, 0, 1, 2]);
});

test("CIFAR-100 has a coarse and a fine label", async () => {
  const { labels } = await readCifar(Uint8Array.from(record([19, 99], () => 0)), { labelBytes: 2 });
  expect(labels.map(({ data }) => [...data])).toEqual([[19], [99]]);
});

test("a part of a record is refused with its size", async () => {
  await expect(readCifar(new Uint8Array(3073 * 2 - 1))).rejects.toThrow("received 6145 bytes, no whole number of them");
  await expect(readCifar(new Uint8Array())).rejects.toThrow("expected records of 3073 bytes");
});
