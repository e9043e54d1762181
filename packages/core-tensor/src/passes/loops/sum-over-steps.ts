import type { Graph, Node, NodeInputs, ValueId } from "../../graph.ts";
import type { GraphBuilder } from "../../graph-builder.ts";
import type { OpName } from "../../ops/index.ts";
import type { Dim } from "../../shape/dim.ts";
import { isNode } from "../../typed-node.ts";
import type { AllSteps } from "./all-steps.ts";
import type { StepValue } from "./step-rules.ts";

export interface SumContext {
  readonly body: Graph;
  readonly steps: AllSteps;
  readonly length: Dim;
  readonly builder: GraphBuilder;
  readonly scope: string;
}

/**
 * The sums of values of the body over all steps. Products of matrices are summed by one product over steps and rows together; those that share
 * their right factor (the gradients of a recurrent network's two kernels) are one product, whose left factors stand beside each other.
 */
export function sumsOverSteps(terms: readonly ValueId[], context: SumContext): ReadonlyMap<ValueId, ValueId> {
  const sums = new Map<ValueId, ValueId>();
  for (const products of productsByFactor(terms, context)) {
    const widths = products.map(({ left }) => Number(left.shape[1]));
    const [first] = products;
    if (first === undefined || products.length < 2 || widths.reduce((sum, width) => sum + width, 0) > Number(first.right.shape[1]))
      continue;
    const make = maker(context);
    const beside = make("concat", { values: products.map(({ left }) => rowsOf(left, make)) }, { axis: 1 });
    const all = make("matmul", { a: make("transpose", { x: beside }, { permutation: [1, 0] }), b: rowsOf(first.right, make) });
    let from = 0;
    products.forEach(({ term }, i) => {
      const to = from + (widths[i] ?? 0);
      sums.set(term, make("slice", { x: all }, { starts: [from, 0], limits: [to, first.right.shape[1] ?? 1], steps: [1, 1] }));
      from = to;
    });
  }
  for (const term of terms) if (!sums.has(term)) sums.set(term, sumOverSteps(term, context));
  return sums;
}

/** A product `leftᵀ · right` of a step, both with rows for all steps. */
interface StepProduct {
  readonly term: ValueId;
  readonly left: StepValue;
  readonly right: StepValue;
}

/** Products of known widths by their right factor. */
function productsByFactor(terms: readonly ValueId[], { body, steps }: SumContext): Iterable<readonly StepProduct[]> {
  const found = new Map<ValueId, StepProduct[]>();
  for (const term of new Set(terms)) {
    const product = makerOf(body, term);
    if (product === undefined || !isNode(product, "matmul")) continue;
    const turn = makerOf(body, product.inputs.a);
    const left = turn !== undefined && isNode(turn, "transpose") ? steps.get(turn.inputs.x) : undefined;
    const right = steps.get(product.inputs.b);
    const fits = [left, right].every((value) => value?.perStep === true && value.shape.length === 2 && typeof value.shape[1] === "number");
    if (left === undefined || right === undefined || !fits) continue;
    found.set(product.inputs.b, [...(found.get(product.inputs.b) ?? []), { term, left, right }]);
  }
  return found.values();
}

type Make = (op: OpName, inputs: NodeInputs<ValueId>, params?: unknown) => ValueId;

const maker =
  ({ builder, scope }: SumContext): Make =>
  (op, inputs, params = {}) =>
    builder.add(op, inputs, params, scope)[0] ?? -1;

/** The rows of all steps as one matrix. */
const rowsOf = ({ id, shape }: StepValue, make: Make): ValueId => make("reshape", { x: id }, { shape: [-1, shape[1] ?? 1] });

/** The sum of one value. */
function sumOverSteps(term: ValueId, context: SumContext): ValueId {
  const { body, steps, length } = context;
  const make = maker(context);
  const made = makerOf(body, term);
  if (made !== undefined && isNode(made, "matmul")) {
    const [a, b] = [steps.get(made.inputs.a), steps.get(made.inputs.b)];
    if (a?.perStep === true && b?.perStep === true && a.shape.length === 2 && b.shape.length === 2)
      return make("matmul", { a: sideBySide(made.inputs.a, context, make), b: rowsOf(b, make) });
  }
  if (made !== undefined && isNode(made, "sum") && !made.params.keepDims) {
    const x = steps.get(made.inputs.x);
    if (x?.perStep === true) return make("sum", { x: x.id }, { axes: [0, ...made.params.axes.map((axis) => axis + 1)], keepDims: false });
  }
  const value = steps.get(term);
  if (value === undefined) throw new Error(`loop: %${term} is not known for all steps.`);
  if (value.perStep) return make("sum", { x: value.id }, { axes: [0], keepDims: false });
  const count = make("cast", { x: make("sizeOf", {}, { dim: length }) }, { dtype: "float32" });
  return make("mul", { a: value.id, b: count });
}

/** The matrices of all steps beside each other: [rows, steps · columns]. */
function sideBySide(value: ValueId, { body, steps }: SumContext, make: Make): ValueId {
  const made = makerOf(body, value);
  const turned = made !== undefined && isNode(made, "transpose") ? steps.get(made.inputs.x) : undefined;
  if (turned?.perStep === true) return make("transpose", { x: rowsOf(turned, make) }, { permutation: [1, 0] });
  const { id, shape } = steps.get(value) ?? { id: -1, shape: [] };
  const ahead = make("transpose", { x: id }, { permutation: [1, 0, 2] });
  return make("reshape", { x: ahead }, { shape: [shape[0] ?? 1, -1] });
}

const makerOf = ({ nodes }: Graph, value: ValueId): Node | undefined => nodes.find(({ outputs }) => outputs.includes(value));
