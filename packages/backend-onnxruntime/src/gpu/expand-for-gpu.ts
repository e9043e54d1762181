import { channelsFirst, inlineCalls, simplify } from "@tidu/core-tensor";
import type { CallParams, Graph } from "@tidu/core-tensor";
import { applyExpansions } from "../expand.ts";
import { gpuExpansions } from "./expansions.ts";
import { writeOutSingleSteps } from "./single-steps.ts";

/** The form of a graph that the WebGPU provider runs: its own kernels wherever they are right, none of the forms that are fast on a CPU. */
export function expandForGpu(graph: Graph, staysWhole: (call: CallParams) => boolean): Graph {
  const written = writeOutSingleSteps(inlineCalls(graph, (call) => staysWhole(call) && !isWrittenOut.has(call.name)));
  const expanded = applyExpansions(gpuExpansions, channelsFirst(written));
  return expanded === written ? written : simplify(expanded);
}

/** Composites whose operator turns NaN into a number there (their bodies keep it), or runs on the host. */
const isWrittenOut: ReadonlySet<string> = new Set(["relu", "clip", "logSoftmax"]);
