import type { OpFamily } from "@tidu/core-tensor";
import type { SamplesOf } from "../sample.ts";
import { elementwiseBinary } from "./elementwise-binary.ts";
import { elementwiseUnary } from "./elementwise-unary.ts";

export const elementwise: SamplesOf<keyof OpFamily<"elementwise">> = { ...elementwiseUnary, ...elementwiseBinary };
