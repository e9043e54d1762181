import type { SampleCase } from "../sample.ts";
import { arrangement } from "./arrangement.ts";
import { functionSampleCase } from "./function-sample.ts";
import { images } from "./images.ts";
import { math } from "./math.ts";
import { windows } from "./windows.ts";

/** Every sample of the functions over primitives, composites included, as a graph to run. */
export const functionSampleCases = (): readonly SampleCase[] =>
  [math, arrangement, windows, images].flatMap((family) =>
    Object.entries(family).flatMap(([name, samples]) => samples.map((sample) => functionSampleCase(name, sample))),
  );
