import type { Backend } from "@tidu/core-tensor";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agreementChecks } from "./conformance/agreement-checks.ts";
import type { Check } from "./conformance/check.ts";
import { gradientChecks } from "./conformance/gradient-checks.ts";
import { graphChecks } from "./conformance/graph-checks.ts";
import { loopChecks } from "./conformance/loop-checks.ts";
import { functionChecks, sampleChecks } from "./conformance/sample-checks.ts";
import { sizeChecks } from "./conformance/size-checks.ts";
import { trainingChecks } from "./conformance/training-checks.ts";
import { valueChecks } from "./conformance/value-checks.ts";
import { visionChecks } from "./conformance/vision-checks.ts";

export interface ConformanceOptions {
  /** The backend's name in test reports. */
  readonly name: string;
  readonly backend: () => Promise<Backend>;
  /** Checks that this backend cannot pass; they are reported as skipped, with the reason. */
  readonly exceptions?: readonly ConformanceException[];
}

export interface ConformanceException {
  /** Why, for the people who meet the difference. */
  readonly reason: string;
  /** Names of checks, such as `"max: NaN wins"`, or patterns. */
  readonly tests: readonly (string | RegExp)[];
}

/**
 * The tests that make a backend a backend: every sample of every op, gradients, loops, uploads and disposal, and a training run.
 *
 * @example
 * conformance({ name: "interpreter", backend: async () => interpreterBackend() });
 */
export function conformance({ name, backend, exceptions = [] }: ConformanceOptions): void {
  const groups = conformanceChecks();
  describe(`${name} conforms`, () => {
    let engine: Backend;
    beforeAll(async () => {
      engine = await backend();
    });
    afterAll(() => engine.dispose());

    describe.each(Object.entries(groups))("%s", (_, checks) => {
      test.for(checks.map((check) => [check.name, check] as const))("%s", async ([, check], { skip }) => {
        const exception = exceptions.find(({ tests }) => tests.some((pattern) => matches(pattern, check.name)));
        skip(exception !== undefined, exception?.reason);
        expect(await check.run(engine)).toBeUndefined();
      });
    });

    test("every exception names a check", () => {
      const names = Object.values(groups).flatMap((checks) => checks.map((check) => check.name));
      const idle = exceptions.flatMap(({ tests }) => tests.filter((pattern) => !names.some((check) => matches(pattern, check))));
      expect(idle).toEqual([]);
    });
  });
}

/** All checks by group, for tools that run them in another way. */
export const conformanceChecks = (): Readonly<Record<string, readonly Check[]>> => ({
  samples: sampleChecks(),
  functions: functionChecks(),
  gradients: gradientChecks(),
  graphs: graphChecks(),
  loops: loopChecks(),
  values: valueChecks(),
  sizes: sizeChecks(),
  agreement: agreementChecks(),
  vision: visionChecks(),
  training: trainingChecks(),
});

const matches = (pattern: string | RegExp, name: string): boolean => (typeof pattern === "string" ? pattern === name : pattern.test(name));
