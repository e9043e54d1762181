import type { OrtSessionOptions } from "./ort.ts";

export interface SessionSettings {
  /** `"gpu"`: the WebGPU provider, with results that stay on the GPU until they are read. Default: `"cpu"`. */
  readonly device?: "cpu" | "gpu" | undefined;
  /** Threads of one run. Default: all cores. */
  readonly threads?: number | undefined;
  /** Other providers of the onnxruntime module, best first; results come back to the host. Default: `["cpu"]`. */
  readonly executionProviders?: readonly string[] | undefined;
}

/**
 * Channels first, as the graphs are. In the other layout 1.30 gives wrong numbers for a convolution of 6 channels to 16, for example, or of
 * 6 filters a group.
 */
const webgpu = { name: "webgpu", preferredLayout: "NCHW" } as const;

/** How sessions are opened; measured on training steps. */
export const sessionOptions = ({ device = "cpu", threads, executionProviders = ["cpu"] }: SessionSettings): OrtSessionOptions => ({
  executionProviders: device === "gpu" ? [webgpu] : executionProviders,
  graphOptimizationLevel: "all", // training step of a small CNN: 26 ms against 33 to 37
  enableMemPattern: false, // a third less memory at the same speed
  logSeverityLevel: 4, // errors are thrown; do not print them too
  ...(threads !== undefined && { intraOpNumThreads: threads }),
  extra: {
    // Values are shared already; looking for more takes onnxruntime as long as the rest of opening a large training step.
    optimization: { disable_specified_optimizers: "CommonSubexpressionElimination" },
    session: {
      // Threads wait actively between the nodes of a run (15 % faster), and sleep when it ends: idle pools would take the cores of other sessions.
      intra_op: { allow_spinning: "1" },
      force_spinning_stop: "1",
      set_denormal_as_zero: "1", // gradients of long recurrences vanish into denormals, which are eight times as slow
    },
  },
});
