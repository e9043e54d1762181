import type { SampleCase } from "../sample.ts";
import { arrangement } from "./arrangement.ts";
import { functionSampleCase } from "./function-sample.ts";
import { math } from "./math.ts";

/** Every sample of the functions over primitives, composites included, as a graph to run. */
export const functionSampleCases = (): readonly SampleCase[] =>
  Object.entries({ ...math, ...arrangement }).flatMap(([name, samples]) => samples.map((sample) => functionSampleCase(name, sample)));
