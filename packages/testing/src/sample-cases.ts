import { opNames } from "@tidu/core-tensor";
import type { OpName } from "@tidu/core-tensor";
import { sampleCase } from "./sample.ts";
import type { SampleCase } from "./sample.ts";
import { samples } from "./samples/index.ts";

/** Every sample of every op as a graph to run. */
export const sampleCases = (): readonly SampleCase[] => opNames.flatMap((op) => casesOf(op));

const casesOf = <K extends OpName>(op: K): readonly SampleCase[] => samples[op].map((sample) => sampleCase<K>(op, sample));
