export { differenceOf, mismatch } from "./compare.ts";
export type { Tolerance } from "./compare.ts";
export { sampleCase } from "./sample.ts";
export type { Sample, SampleCase, SamplesOf, SampleValue } from "./sample.ts";
export { sampleCases } from "./sample-cases.ts";
export { samples } from "./samples/index.ts";
export { bool, float32, int32, int64, uint32, uint8 } from "./values.ts";
