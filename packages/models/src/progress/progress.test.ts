import { expect, test } from "vitest";
import { formatDuration, formatPace, formatValue } from "./format-logs.ts";
import type { Output } from "./output.ts";
import { progressReport } from "./progress.ts";
import type { Verbosity } from "./progress.ts";

/** A terminal (or a pipe) that remembers what was written, and a clock that ticks 10 ms at each look. */
function setUp(verbose: Verbosity, terminal: Partial<Output> = {}) {
  const written: string[] = [];
  let time = 0;
  const output: Output = { write: (text) => void written.push(text), live: false, columns: 80, color: false, ...terminal };
  const report = progressReport({ verbose, output, now: () => (time += 10) });
  const train = (epochs: number, stepsPerEpoch = 1): string => {
    report.begin({ epochs, initialEpoch: 0, stepsPerEpoch });
    for (let epoch = 0; epoch < epochs; epoch++) {
      report.epochBegin(epoch);
      for (let step = 1; step <= stepsPerEpoch; step++) report.steps(step, { loss: 1 / step });
      report.epochEnd(epoch, { loss: 1 / (epoch + 1), val_loss: 0.5 });
    }
    report.end();
    return written.join("");
  };
  return { report, written, train };
}

test("silence writes nothing", () => {
  expect(setUp(0).train(3)).toBe("");
});

test("in a pipe each epoch has a line", () => {
  expect(setUp("auto").train(2, 5)).toBe(
    "Epoch 1/2 - 0.0s - 2ms/step - loss: 1.0000 - val_loss: 0.5000\nEpoch 2/2 - 0.0s - 2ms/step - loss: 0.5000 - val_loss: 0.5000\n",
  );
});

test("in a pipe many epochs have about twenty lines, the first and the last among them, and the report says so", () => {
  const lines = setUp(1).train(500).trimEnd().split("\n");
  expect(lines[0]).toBe("500 epochs: the first, the last and each 25th have a line (all have with verbose: 2).");
  expect(lines[1]).toContain("Epoch 1/500");
  expect(lines[2]).toContain("Epoch 25/500");
  expect(lines.at(-1)).toContain("Epoch 500/500");
  expect(lines).toHaveLength(22);
});

test("verbose 2 writes a line for every epoch", () => {
  expect(setUp(2, { live: true }).train(500).trimEnd().split("\n")).toHaveLength(500);
});

test("on a terminal the bar is drawn again in place, and the last state stays", () => {
  const { train, written } = setUp("auto", { live: true });
  const text = train(1, 47);
  expect(written[0]).toBe("Epoch 1/1\n");
  expect(text.split("\n")).toHaveLength(3);
  expect(written[1]).toMatch(/^\r 1\/47 ╸┄{19} 0\.0s \d+ms\/step - loss: 1\.0000\u001B\[K$/);
  expect(text.split("\r").at(-1)).toMatch(/^47\/47 ━{20} \d\.\ds \d+ms\/step - loss: 1\.0000 - val_loss: 0\.5000\u001B\[K\n$/);
});

test("the bar is drawn at most every 50 ms", () => {
  const { train } = setUp("auto", { live: true });
  expect(train(1, 1000).split("\r").length).toBeLessThan(1000 / 2);
});

test("a line never is longer than the terminal is wide", () => {
  const { written, train } = setUp("auto", { live: true, columns: 40 });
  train(1, 10);
  for (const text of written.slice(1)) expect(text.replaceAll(/\r|\n|\u001B\[\w+/g, "").length).toBeLessThan(40);
});

test("on a terminal many epochs share a line, and some stay", () => {
  const lines = setUp("auto", { live: true }).train(2000).split("\n");
  expect(lines).toHaveLength(22); // the first, 20 more and the end
  expect(lines[0]).toMatch(/\rEpoch {4}1\/2000 ╸┄{19} /);
  expect(lines.at(-2)).toMatch(/Epoch 2000\/2000 ━{20} .*ms\/epoch - loss: 5\.0000e-4/);
});

test("colours come with a terminal that wants them", () => {
  expect(setUp("auto", { live: true, color: true }).train(1, 2)).toContain("\u001B[32m");
  expect(setUp("auto", { live: true }).train(1, 2)).not.toContain("\u001B[32m");
});

test("evaluation has no epochs", () => {
  const { report, written } = setUp(1);
  report.begin({ epochs: 1, initialEpoch: 0, stepsPerEpoch: 4 });
  report.steps(4, { loss: 1 });
  report.epochEnd(0, { loss: 1, accuracy: 0.5 });
  report.end();
  expect(written).toEqual(["4/4 - 0.0s - 3ms/step - loss: 1.0000 - accuracy: 0.5000\n"]);
});

test("an interrupted bar ends its line", () => {
  const { report, written } = setUp(1, { live: true });
  report.begin({ epochs: 1, initialEpoch: 0, stepsPerEpoch: 4 });
  report.epochBegin(0);
  report.steps(1, { loss: 1 });
  report.end();
  expect(written.at(-1)).toBe("\n");
});

test("numbers are short", () => {
  expect([0, 1.5, 0.0012, 0.0001, NaN, Infinity].map(formatValue)).toEqual(["0.0000", "1.5000", "0.0012", "1.0000e-4", "NaN", "Infinity"]);
  expect([90, 59_800, 200_000, 3_900_000].map(formatDuration)).toEqual(["0.1s", "60s", "3m 20s", "1h 05m"]);
  expect([0.0123, 5.2, 1250].map((time) => formatPace(time, "step"))).toEqual(["12µs/step", "5ms/step", "1.3s/step"]);
});

test("where the steps of an epoch are not known, the first one shows them", () => {
  const written: string[] = [];
  const output = { write: (text: string) => void written.push(text), live: true, columns: 80, color: false };
  let time = 0;
  const report = progressReport({ verbose: 1, output, now: () => (time += 100) });
  report.begin({ epochs: 2, initialEpoch: 0, stepsPerEpoch: undefined });
  for (const epoch of [0, 1]) {
    report.epochBegin(epoch);
    for (const done of [1, 3]) report.steps(done, { loss: 0.5 });
    report.epochEnd(epoch, { loss: 0.5 });
  }
  const lines = written.join("").split("\n");
  expect(lines.map((line) => line.split("\r").map((part) => /^\d+\/[\d?]+/.exec(part)?.[0]))).toEqual([
    [undefined],
    [undefined, "1/?", "3/?", "3/3"],
    [undefined],
    [undefined, "1/3", "3/3"],
    [undefined],
  ]);
});
