import { expect, test } from "vitest";
import { barLine, progressBar } from "./progress-bar.ts";

test("a line shows file, share and megabytes, and fits the terminal", () => {
  expect(barLine("mnist: a.gz", 5_000_000, 10_000_000, 80)).toBe(`mnist: a.gz ${"━".repeat(15)}${"─".repeat(15)} 5.0 MB of 10.0 MB`);
  for (const columns of [10, 20, 30, 40, 60]) expect(barLine("mnist: a.gz", 1, 10_000_000, columns).length).toBeLessThanOrEqual(columns);
});

test("a terminal gets one line that is drawn again and ended; anything else gets nothing", () => {
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  const draw = progressBar("mnist", { isTTY: true, columns: 80, write });
  for (const received of [1, 2, 3, 10]) draw({ file: "a.gz", received, size: 10 });
  expect(written.length).toBe(2); // the first, and the last; those between come within a tenth of a second
  expect(written.every((text) => text.startsWith("\rmnist: a.gz "))).toBe(true);
  expect(written.map((text) => text.endsWith("\n"))).toEqual([false, true]);

  written.length = 0;
  progressBar("mnist", { isTTY: false, write })({ file: "a.gz", received: 10, size: 10 });
  progressBar("mnist", undefined)({ file: "a.gz", received: 10, size: 10 });
  expect(written).toEqual([]);
});
