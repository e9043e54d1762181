import { conformance } from "@tidu/testing";
import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { copyRegisteredKernels } from "@tensorflow/tfjs-core";
import { tfjsBackend } from "./backend.ts";

// Engines whose numbers come back as promises (webgl, webgpu) take other rules than cpu and wasm. The cpu kernels under
// another name run them here, on machines without a GPU.
conformance({
  name: "a tfjs backend passed in",
  backend: async () => {
    copyRegisteredKernels("cpu", "asynchronous");
    return tfjsBackend({ backend: { name: "asynchronous", backend: new MathBackendCPU() } });
  },
  exceptions: [
    {
      reason: "the kernels of tfjs decide: large integers lose their last bits in products and transposed, and pow is JavaScript's",
      tests: ["mul: int32 wraps around", "transpose: int32", "pow: one to the power of NaN, a negative base to a broken power"],
    },
  ],
});
