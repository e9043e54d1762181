import { expect, test } from "vitest";
import type { Measured, Missing } from "./measure.ts";
import { jsonRows } from "./report.ts";
import type { SystemName } from "./systems.ts";
import { judge } from "./targets.ts";

const measured = (name: SystemName, median: number, rounds: readonly number[] = [median]): Measured => ({
  name,
  system: name,
  threads: 2,
  median,
  p10: median,
  p90: median,
  rounds: new Map(rounds.map((time, i) => [i + 1, time])),
  peak: 0,
});
const results: readonly (Measured | Missing)[] = [
  measured("tidu onnxruntime-node", 4),
  measured("PyTorch", 8),
  measured("tfjs-layers cpu", 1000),
  { name: "Keras", missing: "not installed" },
];

test("a ratio is judged by its limit, a time by its own", () => {
  const verdicts = judge(
    "mlp",
    [
      { system: "tidu onnxruntime-node", against: "PyTorch", atMost: 0.6 },
      { system: "tidu onnxruntime-node", against: "tfjs-layers cpu", fasterBy: 300 },
      { system: "tidu onnxruntime-node", atMostMs: 4 },
      { system: "tidu onnxruntime-node", against: "Keras", atMost: 1 },
    ],
    results,
  );
  expect(verdicts.map(({ figure, reached }) => [figure, reached])).toEqual([
    ["0.500", true],
    ["250 ×", false],
    ["4.00 ms", true],
    ["not measured", undefined],
  ]);
});

test("the file has a row for each system that was measured", () => {
  expect(jsonRows("mlp", results)).toEqual([
    { id: "mlp", system: "tidu onnxruntime-node", threads: 2, median_ms: 4, p10_ms: 4, p90_ms: 4, peak_mb: 0 },
    { id: "mlp", system: "PyTorch", threads: 2, median_ms: 8, p10_ms: 8, p90_ms: 8, peak_mb: 0 },
    { id: "mlp", system: "tfjs-layers cpu", threads: 2, median_ms: 1000, p10_ms: 1000, p90_ms: 1000, peak_mb: 0 },
  ]);
});

test("memory is judged by its ratio", () => {
  const heavy = [
    { ...measured("tidu onnxruntime-node", 4), peak: 250 * 2 ** 20 },
    { ...measured("PyTorch", 8), peak: 200 * 2 ** 20 },
  ];
  const [verdict] = judge("cnn-deep", [{ system: "tidu onnxruntime-node", against: "PyTorch", peakAtMost: 1.25 }], heavy);
  expect(verdict).toMatchObject({ figure: "1.25", reached: true });
});

test("systems are compared within a round, where the machine was as fast for both", () => {
  const ours = measured("tidu onnxruntime-node", 6, [4, 8, 6]); // the machine was slow in the second round
  const theirs = measured("PyTorch", 9, [8, 16, 9]);
  const [verdict] = judge("mlp", [{ system: "tidu onnxruntime-node", against: "PyTorch", atMost: 0.6 }], [ours, theirs]);
  expect(verdict).toMatchObject({ figure: "0.500", reached: true }); // 0.5, 0.5, 0.667
  const once = { ...theirs, rounds: new Map([[3, 9]]) };
  expect(judge("mlp", [{ system: "tidu onnxruntime-node", against: "PyTorch", atMost: 0.6 }], [ours, once])).toMatchObject([
    { figure: "0.667", reached: false },
  ]);
});
