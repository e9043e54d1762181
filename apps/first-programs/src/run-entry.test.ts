import { expect, test } from "vitest";
import type { Entry } from "./catalogue.ts";
import { run as xor } from "./p6-xor.ts";
import { runEntry } from "./run-entry.ts";

const entry: Entry = {
  id: "X",
  title: "exclusive or",
  run: xor,
  seeds: [1, 2],
  measures: "rows right",
  figure: (figures) => Math.min(...figures),
  target: 4,
  goal: "4 of 4",
  reached: () => true,
  missing: () => undefined,
};

test("the longest fit of all seeds is measured, and a limit on it is part of the target", async () => {
  const row = await runEntry(entry, "onnxruntime-node");
  expect(row.fitSeconds).toBeGreaterThan(0);
  expect(row.seconds).toBeGreaterThan(row.fitSeconds);
  expect(row.reached).toBe(true);
  expect(await runEntry({ ...entry, mostSeconds: 0 }, "onnxruntime-node")).toMatchObject({ reached: false });
});
