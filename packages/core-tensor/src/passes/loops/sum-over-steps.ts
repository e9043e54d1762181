import type { Graph, Node, NodeInputs, ValueId } from "../../graph.ts";

import type { GraphBuilder } from "../../graph-builder.ts";
import type { OpName } from "../../ops/index.ts";
import type { Dim } from "../../shape/dim.ts";
import { isNode } from "../../typed-node.ts";
import type { AllSteps } from "./all-steps.ts";

interface SumContext {
  readonly body: Graph;
  readonly steps: AllSteps;
  readonly length: Dim;
  readonly builder: GraphBuilder;
  readonly scope: string;
}

/** The sum of a value of the body over all steps. A product of matrices is summed by one product over steps and rows together. */
export function sumOverSteps(term: ValueId, context: SumContext): ValueId {
  const { body, steps, builder, scope, length } = context;
  const make = (op: OpName, inputs: NodeInputs<ValueId>, params: unknown = {}): ValueId => builder.add(op, inputs, params, scope)[0] ?? -1;
  const maker = makerOf(body, term);
  if (maker !== undefined && isNode(maker, "matmul")) {
    const [a, b] = [steps.get(maker.inputs.a), steps.get(maker.inputs.b)];
    if (a?.perStep === true && b?.perStep === true && a.shape.length === 2 && b.shape.length === 2) {
      const rows = make("reshape", { x: b.id }, { shape: [-1, b.shape[1] ?? 1] });
      return make("matmul", { a: sideBySide(maker.inputs.a, context, make), b: rows });
    }
  }
  if (maker !== undefined && isNode(maker, "sum") && !maker.params.keepDims) {
    const x = steps.get(maker.inputs.x);
    if (x?.perStep === true) return make("sum", { x: x.id }, { axes: [0, ...maker.params.axes.map((axis) => axis + 1)], keepDims: false });
  }
  const value = steps.get(term);
  if (value === undefined) throw new Error(`loop: %${term} is not known for all steps.`);
  if (value.perStep) return make("sum", { x: value.id }, { axes: [0], keepDims: false });
  const count = make("cast", { x: make("sizeOf", {}, { dim: length }) }, { dtype: "float32" });
  return make("mul", { a: value.id, b: count });
}

/** The matrices of all steps beside each other: [rows, steps · columns]. */
function sideBySide(
  value: ValueId,
  { body, steps }: SumContext,
  make: (op: OpName, inputs: NodeInputs<ValueId>, params?: unknown) => ValueId,
): ValueId {
  const maker = makerOf(body, value);
  const turned = maker !== undefined && isNode(maker, "transpose") ? steps.get(maker.inputs.x) : undefined;
  if (turned?.perStep === true) {
    const rows = make("reshape", { x: turned.id }, { shape: [-1, turned.shape[1] ?? 1] });
    return make("transpose", { x: rows }, { permutation: [1, 0] });
  }
  const { id, shape } = steps.get(value) ?? { id: -1, shape: [] };
  const ahead = make("transpose", { x: id }, { permutation: [1, 0, 2] });
  return make("reshape", { x: ahead }, { shape: [shape[0] ?? 1, -1] });
}

const makerOf = ({ nodes }: Graph, value: ValueId): Node | undefined => nodes.find(({ outputs }) => outputs.includes(value));
