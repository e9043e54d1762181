import { readFileSync } from "node:fs";
import { tensor } from "@tidu/core-tensor";
import { describe, expect, test } from "vitest";
import type { ConfigOptions } from "../config.ts";
import { scheduleFromConfig } from "../from-config.ts";
import { cosineDecay } from "./cosine-decay.ts";
import { cosineDecayRestarts } from "./cosine-decay-restarts.ts";
import { exponentialDecay } from "./exponential-decay.ts";
import { linearWarmup } from "./linear-warmup.ts";
import { piecewiseConstantDecay } from "./piecewise-constant-decay.ts";
import type { Schedule } from "./schedule.ts";

interface Case {
  readonly name: string;
  readonly options: ConfigOptions;
  readonly values: readonly number[];
  readonly fragile?: readonly number[];
}

// What Keras 3.15 computes in float64.
const fixture = JSON.parse(readFileSync(new URL("../../../testing/fixtures/schedules.json", import.meta.url), "utf8")) as {
  readonly steps: readonly number[];
  readonly cases: readonly Case[];
};

const rateAt = (schedule: Schedule, step: number): Promise<number> => schedule(tensor(step, [], "int32")).item();

describe.each(fixture.cases.map((example) => [`${example.name} ${JSON.stringify(example.options)}`, example] as const))(
  "%s",
  (_, { name, options, values, fragile = [] }) => {
    const schedule = scheduleFromConfig({ kind: name, options });
    const steps = fixture.steps.map((step, i) => [step, values[i] ?? Number.NaN] as const).filter(([step]) => !fragile.includes(step));

    test("gives Keras's rates", async () => {
      const largest = Math.max(...values);
      for (const [step, value] of steps)
        expect(Math.abs((await rateAt(schedule, step)) - value), `step ${step}`).toBeLessThan(2e-6 * largest);
    });

    test("is made again from its config", async () => {
      expect(schedule.config).toEqual({ kind: name, options });
    });
  },
);

test("a linear warm-up rises to a number and stays there", async () => {
  const schedule = linearWarmup({ learningRate: 0.5, warmupSteps: 10, initialLearningRate: 0.1 });
  // By hand: 0.1 + 0.4 · step / 10.
  expect(await rateAt(schedule, 0)).toBeCloseTo(0.1, 7);
  expect(await rateAt(schedule, 5)).toBeCloseTo(0.3, 7);
  expect(await rateAt(schedule, 10)).toBeCloseTo(0.5, 7);
  expect(await rateAt(schedule, 1000)).toBeCloseTo(0.5, 7);
});

test("a linear warm-up rises to where a schedule starts, and the schedule counts from there", async () => {
  const schedule = linearWarmup({
    learningRate: exponentialDecay({ initialLearningRate: 1, decaySteps: 10, decayRate: 0.5 }),
    warmupSteps: 4,
  });
  // By hand.
  expect(await rateAt(schedule, 2)).toBeCloseTo(0.5, 7);
  expect(await rateAt(schedule, 4)).toBeCloseTo(1, 7);
  expect(await rateAt(schedule, 14)).toBeCloseTo(0.5, 6);
  expect(await rateAt(scheduleFromConfig(schedule.config), 14)).toBeCloseTo(0.5, 6);
});

test("schedules refuse options that make no sense, and say which", () => {
  expect(() => cosineDecay({ initialLearningRate: 0.1, decaySteps: 0 })).toThrow(
    "cosineDecay: decaySteps must be a number above 0, received 0.",
  );
  expect(() => cosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 5, tMul: 0.5 })).toThrow("tMul must be a number from 1");
  expect(() => piecewiseConstantDecay({ boundaries: [10, 20], values: [1, 2] })).toThrow("received 2 boundaries and 2 values");
  expect(() => piecewiseConstantDecay({ boundaries: [20, 10], values: [1, 2, 3] })).toThrow("boundaries must rise");
  expect(() => scheduleFromConfig({ kind: "cosinDecay", options: {} })).toThrow('did you mean "cosineDecay"?');
});
