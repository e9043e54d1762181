import { evaluate, opNames } from "@tidu/core-tensor";
import { describe, expect, test } from "vitest";
import { mismatch } from "./compare.ts";
import { functionSampleCases } from "./function-samples/index.ts";
import { sampleCases } from "./sample-cases.ts";

describe("the interpreter gives the numbers from outside", () => {
  test.each([...sampleCases(), ...functionSampleCases()].map((sample) => [sample.name, sample] as const))(
    "%s",
    (_, { graph, inputs, expected, exact }) => {
      expect(mismatch(evaluate(graph, inputs), expected, { relative: 1e-6, exact })).toBeUndefined();
    },
  );
});

test("every op has samples, and titles are unique", () => {
  const names = sampleCases().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(opNames.filter((op) => !names.some((name) => name.startsWith(`${op}: `)))).toEqual([]);
});
