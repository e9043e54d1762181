import { emptyArray } from "../dtype.ts";
import type { Graph, Node, NodeInputs, ValueId } from "../graph.ts";
import type { GraphBuilder } from "../graph-builder.ts";
import { isSymbolic } from "../shape/dim.ts";
import { isStatic } from "../shape/shape.ts";
import { sizeOfShape } from "../tensor-data.ts";
import type { TensorData } from "../tensor-data.ts";
import { isNode } from "../typed-node.ts";

/** What a pass knows about the values of the graph that it builds. */
export class KnownValues {
  readonly #constants = new Map<ValueId, TensorData>();
  readonly #makers = new Map<ValueId, MadeBy>();

  /** Remembers a node of the new graph. */
  note(node: Pick<Node, "op" | "params">, inputs: NodeInputs<ValueId>, outputs: readonly ValueId[]): void {
    outputs.forEach((value, output) => this.#makers.set(value, { op: node.op, params: node.params, inputs, output }));
    const [first] = outputs;
    if (first !== undefined && node.op === "constant") this.#constants.set(first, (node.params as { readonly value: TensorData }).value);
  }

  constant(value: ValueId): TensorData | undefined {
    return this.#constants.get(value);
  }

  maker(value: ValueId): MadeBy | undefined {
    return this.#makers.get(value);
  }

  /** The number that all elements of a value are, when they are known to be one. */
  uniform(value: ValueId): number | undefined {
    const data = this.#constants.get(value)?.data;
    if (data !== undefined) {
      if (data.length === 0 || data.length > 1024) return undefined;
      const first = Number(data[0]);
      return data.every((item: number | bigint) => Object.is(Number(item), first)) ? first : undefined;
    }
    const made = this.#makers.get(value);
    return made?.op === "broadcastTo" || made?.op === "reshape" ? this.uniform(made.inputs["x"] as ValueId) : undefined;
  }
}

/** The op that made a value. */
export interface MadeBy {
  readonly op: string;
  readonly params: unknown;
  readonly inputs: NodeInputs<ValueId>;
  readonly output: number;
}

/** Puts known numbers into the graph. */
export const addConstant = (builder: GraphBuilder, known: KnownValues, value: TensorData): ValueId => {
  const node = { op: "constant", inputs: {}, params: { value } } as const;
  const outputs = builder.add("constant", node.inputs, node.params);
  known.note(node, node.inputs, outputs);
  return outputs[0] ?? -1;
};

/** One number as a scalar constant. */
export const scalarData = (value: number, dtype: "float32" | "int32"): TensorData => {
  const data = emptyArray(dtype, 1);
  data[0] = value;
  return { dtype, shape: [], data };
};

/** Whether folding a node is worth it: known sizes, and not much more data than it reads. */
export const isFoldable = (graph: Graph, node: Node, inputs: readonly TensorData[]): boolean => {
  if (isNode(node, "constant") || isNode(node, "scan") || isNode(node, "randomBits") || hasFreeSize(node.params)) return false;
  const outSize = node.outputs.reduce((sum, value) => {
    const shape = graph.specs[value]?.shape ?? [];
    return sum + (isStatic(shape) ? sizeOfShape(shape) : Infinity);
  }, 0);
  return outSize <= Math.max(256, 2 * inputs.reduce((sum, { data }) => sum + data.length, 0)) && outSize <= 65_536;
};

/** Whether params mention a size that is not a number yet. */
const hasFreeSize = (params: unknown): boolean => {
  if (typeof params !== "object" || params === null || ArrayBuffer.isView(params)) return false;
  return isSymbolic(params) || Object.values(params).some(hasFreeSize);
};
