import { expect, test } from "vitest";
import type { Measured } from "./measure.ts";
import { workloadTable } from "./report.ts";
import { lstm80, lstm200 } from "./workloads/lstm.ts";
import { mlp } from "./workloads/mlp.ts";
import { transformer } from "./workloads/transformer.ts";

const measured: Measured = {
  name: "tidu onnxruntime-node",
  system: "tidu onnxruntime-node",
  threads: 2,
  median: 32,
  p10: 31,
  p90: 33,
  rounds: new Map([[1, 32]]),
  peak: 2 ** 28,
};

test("networks over sequences tell how many tokens a second they learn from, others do not", () => {
  const second = (table: string) => table.split("\n").slice(1);
  const [heading = "", row = ""] = second(workloadTable(lstm80, [measured]));
  expect(heading).toContain("tokens per second");
  expect(row).toContain("80000"); // 32 · 80 tokens in 32 ms
  expect(workloadTable(mlp, [measured])).not.toContain("tokens per second");
});

test("ids are below the number of words, one row for each label, and labels are i mod 2", () => {
  for (const [{ data }, steps, words] of [
    [lstm80, 80, 20_000],
    [lstm200, 200, 20_000],
    [transformer, 64, 10_000],
  ] as const) {
    const { x, y } = data(4);
    expect([x.dtype, x.shape]).toEqual(["int32", [4, steps]]);
    const ids = Array.from(x.data, Number);
    expect(Math.min(...ids)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...ids)).toBeLessThan(words);
    expect(new Set(ids).size).toBeGreaterThan(0.9 * ids.length); // spread over all words
    expect(Array.from(y.data, Number)).toEqual([0, 1, 0, 1]);
  }
});
