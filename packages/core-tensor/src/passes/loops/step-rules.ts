import type { Node, NodeInputs, ValueId } from "../../graph.ts";
import type { GraphBuilder } from "../../graph-builder.ts";
import type { InputsOf, Op, ParamsOf } from "../../op.ts";
import { elementwise } from "../../ops/elementwise.ts";
import type { OpName, Ops } from "../../ops/index.ts";
import type { ArgParams, ReduceParams } from "../../ops/reduce.ts";
import type { Dim } from "../../shape/dim.ts";
import type { Shape } from "../../shape/shape.ts";

/** A value of a loop's body, as it is outside: one for all steps, or one per step along a new first axis. */
export interface StepValue {
  readonly id: ValueId;
  /** In one step. */
  readonly shape: Shape;
  readonly perStep: boolean;
}

/** A node of the body whose inputs are known for all steps. */
export interface StepContext<O> {
  readonly inputs: InputsOf<O, StepValue>;
  readonly params: ParamsOf<O>;
  /** Of the output in one step. */
  readonly shape: Shape;
  readonly steps: Dim;
  readonly make: (op: OpName, inputs: NodeInputs<ValueId>, params?: unknown) => ValueId;
}

/** The node's output for all steps at once, steps first; `undefined` where that cannot be said. */
export type StepRule<O> = (context: StepContext<O>) => ValueId | undefined;

type Outside = Pick<StepContext<never>, "steps" | "make">;

/** A value with the axis of steps and then `rank` others, to broadcast; what is the same in all steps broadcasts as it is. */
function aligned({ id, shape, perStep }: StepValue, rank: number, { steps, make }: Outside): ValueId {
  if (!perStep || shape.length === rank) return id;
  return make("reshape", { x: id }, { shape: [steps, ...Array.from({ length: rank - shape.length }, () => 1), ...shape] });
}

const stacked = (value: StepValue, { steps, make }: Outside): ValueId =>
  value.perStep ? value.id : make("broadcastTo", { x: value.id }, { shape: [steps, ...value.shape] });

const reduction =
  (op: OpName): StepRule<Op<readonly ["x"], ReduceParams>> =>
  ({ inputs: { x }, params: { axes, keepDims }, make }) =>
    make(op, { x: x.id }, { axes: axes.map((axis) => axis + 1), keepDims });

const position =
  (op: OpName): StepRule<Op<readonly ["x"], ArgParams>> =>
  ({ inputs: { x }, params: { axis, keepDims }, make }) =>
    make(op, { x: x.id }, { axis: axis + 1, keepDims });

/** How an op is applied to all steps at once, by op; elementwise ops broadcast. Ops that are not here stay in their loops. */
export const stepRules: { readonly [K in OpName]?: StepRule<Ops[K]> } = {
  sum: reduction("sum"),
  prod: reduction("prod"),
  max: reduction("max"),
  min: reduction("min"),
  any: reduction("any"),
  all: reduction("all"),
  argMax: position("argMax"),
  argMin: position("argMin"),
  reshape: ({ inputs: { x }, shape, steps, make }) => make("reshape", { x: x.id }, { shape: [steps, ...shape] }),
  transpose: ({ inputs: { x }, params: { permutation }, make }) =>
    make("transpose", { x: x.id }, { permutation: [0, ...permutation.map((axis) => axis + 1)] }),
  slice: ({ inputs: { x }, params: { starts, limits, steps: strides }, steps, make }) =>
    make("slice", { x: x.id }, { starts: [0, ...starts], limits: [steps, ...limits], steps: [1, ...strides] }),
  pad: ({ inputs: { x }, params: { low, high, value }, make }) => make("pad", { x: x.id }, { low: [0, ...low], high: [0, ...high], value }),
  concat: ({ inputs: { values }, params: { axis }, ...context }) =>
    context.make("concat", { values: values.map((value) => stacked(value, context)) }, { axis: axis + 1 }),
  broadcastTo: ({ inputs: { x }, params: { shape }, ...context }) =>
    context.make("broadcastTo", { x: aligned(x, shape.length, context) }, { shape: [context.steps, ...shape] }),
  reverse: ({ inputs: { x }, params: { axes }, make }) => make("reverse", { x: x.id }, { axes: axes.map((axis) => axis + 1) }),
  reindex: ({ inputs: { x }, params: { axis, index }, make }) => make("reindex", { x: x.id }, { axis: axis + 1, index }),
  stopGradient: ({ inputs: { x }, make }) => make("stopGradient", { x: x.id }),
  matmul: ({ inputs: { a, b }, shape, ...context }) =>
    context.make("matmul", { a: aligned(a, shape.length, context), b: aligned(b, shape.length, context) }),
  cumsum: ({ inputs: { x }, params, make }) => make("cumsum", { x: x.id }, { ...params, axis: params.axis + 1 }),
  gather: ({ inputs: { x, indices }, params: { axis }, make }) => {
    if (!x.perStep) return axis === 0 ? make("gather", { x: x.id, indices: indices.id }, { axis }) : undefined;
    return indices.perStep ? undefined : make("gather", { x: x.id, indices: indices.id }, { axis: axis + 1 });
  },
  takeAlongAxis: ({ inputs: { x, indices }, params: { axis }, ...context }) =>
    context.make("takeAlongAxis", { x: stacked(x, context), indices: stacked(indices, context) }, { axis: axis + 1 }),
  // The images of all steps are one large batch.
  conv: ({ inputs: { x, filter }, params, shape, steps, make }) => {
    if (filter.perStep) return undefined;
    const images = make("reshape", { x: x.id }, { shape: [-1, ...x.shape.slice(1)] });
    return make("reshape", { x: make("conv", { x: images, filter: filter.id }, params) }, { shape: [steps, ...shape] });
  },
};

type AnyStepRule = (context: { readonly [K in keyof StepContext<never>]: unknown }) => ValueId | undefined;

/** Applies a node to all steps, when there is a rule for it. */
export function applyToSteps(
  node: Node,
  inputs: NodeInputs<StepValue>,
  { shape, steps, builder }: { readonly shape: Shape; readonly steps: Dim; readonly builder: GraphBuilder },
): ValueId | undefined {
  const make: StepContext<never>["make"] = (op, args, params = {}) => builder.add(op, args, params, node.scope)[0] ?? -1;
  if (node.op in elementwise) {
    const args: Record<string, ValueId> = {};
    for (const [name, value] of Object.entries(inputs)) args[name] = aligned(value as StepValue, shape.length, { steps, make });
    return make(node.op as OpName, args, node.params);
  }
  const rule = stepRules[node.op as OpName] as AnyStepRule | undefined;
  return rule?.({ inputs, params: node.params, shape, steps, make });
}

/** Whether an op may be applied to all steps at once. */
export const hasStepRule = (op: string): boolean => op in elementwise || op in stepRules;
