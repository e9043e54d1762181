import { inputsOf, specOf } from "../../graph.ts";
import type { Graph, NodeInputs, ValueId } from "../../graph.ts";
import { extract } from "../../extract.ts";
import type { GraphBuilder } from "../../graph-builder.ts";
import type { ScanParams } from "../../ops/control.ts";
import { isStatic } from "../../shape/shape.ts";
import { sizeOfShape } from "../../tensor-data.ts";
import type { NodeOf } from "../../typed-node.ts";

/** What enters a loop, outside. */
export interface LoopInputs {
  readonly carry: readonly ValueId[];
  readonly xs: readonly ValueId[];
  readonly consts: readonly ValueId[];
}

/** The inputs of a scan node, already mapped to the graph that is being built. */
export const loopInputs = (inputs: NodeInputs<ValueId>): LoopInputs => ({
  carry: [inputs["carry"] ?? []].flat(),
  xs: [inputs["xs"] ?? []].flat(),
  consts: [inputs["consts"] ?? []].flat(),
});

/** Which inputs of the body are which. */
export const bodyInputs = (node: NodeOf<"scan">): LoopInputs => {
  const ids = node.params.body.inputs.map((_, i) => i);
  const [carries, rows] = [node.inputs.carry.length, node.inputs.xs.length];
  return { carry: ids.slice(0, carries), xs: ids.slice(carries, carries + rows), consts: ids.slice(carries + rows) };
};

/** Values outside of a loop, each with what it is inside. */
type Paired = readonly (readonly [outside: ValueId, inside: ValueId])[];

export const paired = (outside: readonly ValueId[], inside: readonly ValueId[]): Paired =>
  inside.map((value, i) => [outside[i] ?? -1, value]);

/** A loop's inputs outside, each with the value of the body that it is inside. */
export interface LoopParts {
  readonly carry: Paired;
  readonly xs: Paired;
  readonly consts: Paired;
  /** Values of the body: the next carries, then results. */
  readonly outputs: readonly ValueId[];
  readonly outputNames: readonly string[];
}

/**
 * Builds a loop of a part of another one's body, between the inputs and outputs that are given. Rows and constants that it does not
 * read are left out.
 */
export function addLoop(builder: GraphBuilder, body: Graph, parts: LoopParts, params: ScanParams, scope: string): readonly ValueId[] {
  const all = [...parts.carry, ...parts.xs, ...parts.consts];
  const cut = { inputs: all.map(([, inside]) => inside), outputs: parts.outputs, outputNames: parts.outputNames };
  const whole = extract(body, cut);
  const read = new Set([...whole.outputs, ...whole.nodes.flatMap(({ inputs }) => inputsOf(inputs))]);
  const readAt = (offset: number) => (_: unknown, i: number) => read.has(offset + i);
  const xs = parts.xs.filter(readAt(parts.carry.length));
  const consts = parts.consts.filter(readAt(parts.carry.length + parts.xs.length));
  const inner = extract(body, { ...cut, inputs: [...parts.carry, ...xs, ...consts].map(([, inside]) => inside) });
  const outside = (list: Paired): readonly ValueId[] => list.map(([value]) => value);
  return builder.add("scan", { carry: outside(parts.carry), xs: outside(xs), consts: outside(consts) }, { ...params, body: inner }, scope);
}

/** Elements of a value that a loop may hold for all steps: 256 MB of numbers. */
const mostElements = 64_000_000;

/** Whether a value fits into memory for all steps. A number of steps that is not known yet counts as 256. */
export function fitsForAllSteps(body: Graph, value: ValueId, { length }: ScanParams): boolean {
  const { shape } = specOf(body, value);
  return sizeOfStep(shape) * (typeof length === "number" ? length : 256) <= mostElements;
}

/** Elements in one step; axes of unknown size count as 64. */
export const sizeOfStep = (shape: Graph["specs"][number]["shape"]): number =>
  isStatic(shape) ? sizeOfShape(shape) : sizeOfShape(shape.map((dim) => (typeof dim === "number" ? dim : 64)));
