import type { Graph } from "../graph.ts";
import type { InputsOf, ParamsOf } from "../op.ts";
import type { Value } from "./value.ts";

/** What an op computes, plainly: correct, slow and exact about NaN. Shapes are static here. */
export type EvaluateRule<O> = (inputs: InputsOf<O, Value>, params: ParamsOf<O>, run: RunGraph) => readonly Value[];

/** One rule per op of a family. */
export type EvaluateRules<Family> = { readonly [K in keyof Family]: EvaluateRule<Family[K]> };

/** Evaluates an inner graph (of a call or a scan). */
export type RunGraph = (graph: Graph, inputs: readonly Value[]) => readonly Value[];
