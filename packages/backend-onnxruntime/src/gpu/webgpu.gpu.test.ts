import { conformance } from "@tidu/testing";
import { describe } from "vitest";
import { onnxruntime } from "../onnxruntime.ts";

const refusal = await onnxruntime({ device: "gpu" }).then(
  (backend) => backend.dispose(),
  (error: unknown) => String(error),
);

describe.skipIf(refusal !== undefined)(refusal ?? "on a GPU", () => {
  conformance({
    name: "onnxruntime webgpu",
    backend: () => onnxruntime({ device: "gpu" }),
    exceptions: [
      {
        reason: "a GPU computes asin, acos and tanh as precisely as its maker chose; WebGPU asks for little",
        tests: ["asin: values", "acos: values", /^gradient of a(sin|cos): values$/, "expm1: near zero", "gradient of sort: the last axis"],
      },
      {
        reason: "WebGPU lets compilers assume that there is no NaN",
        tests: [
          "pow: one to the power of NaN, a negative base to a broken power",
          "maxPool: NaN wins",
          "adaptiveMaxPool: NaN reaches its windows only",
        ],
      },
      { reason: "the provider's MaxPool begins with the lowest number", tests: ["maxPool: nothing but minus infinity"] },
    ],
  });
});
