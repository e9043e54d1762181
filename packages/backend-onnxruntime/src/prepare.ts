import type { Graph } from "@tidu/core-tensor";

/** What happens to a graph before it is written as ONNX. */
export const prepare = (graph: Graph): Graph => graph;
