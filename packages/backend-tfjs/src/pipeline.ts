import { inlineCalls, simplify } from "@tidu/core-tensor";
import type { Graph } from "@tidu/core-tensor";
import type { EngineKind } from "./engine.ts";
import { claims } from "./kernels/claims.ts";

/** What a graph goes through before it is planned: composites that tfjs has no kernel for are written out, then the general passes. */
export const pipeline = (graph: Graph, engine: EngineKind): Graph =>
  simplify(inlineCalls(graph, (call) => claims[call.name]?.fits(call, engine) ?? false));
