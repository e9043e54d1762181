import { mapInputs, specOf, tensorData } from "@tidu/core-tensor";
import type { DType, Dim, Graph, Node, NodeInputs, Shape, TensorData, TensorSpec } from "@tidu/core-tensor";
import type { Attributes, Lowered, NamedConstant, Operand, Write } from "./lowering.ts";
import type { ModelConstants } from "./model-constants.ts";
import type { ModelNames } from "./model-names.ts";
import type { ModelSizes } from "./model-sizes.ts";
import { pruned } from "./node-walk.ts";
import { dataTypeCode } from "@tidu/onnx-format";
import type { AttributeValue, GraphProto, NodeProto } from "@tidu/onnx-format";
import { valueInfo } from "./value-info.ts";

/** What all graphs of a model share. */
export interface ModelParts {
  readonly names: ModelNames;
  readonly constants: ModelConstants;
  readonly sizes: () => ModelSizes;
  /** Applies the lowering of a node's op. */
  readonly lower: (node: Node, inputs: NodeInputs<Operand>, write: Write, outputs: readonly TensorSpec[]) => readonly Lowered[];
}

/** Collects the nodes of one ONNX graph. */
export class GraphWriter implements Write {
  readonly nodes: NodeProto[] = [];
  readonly #parts: ModelParts;
  /** The outputs of nodes by what they compute: lowerings that need the same share it. */
  readonly #written = new Map<string, readonly string[]>();
  #scope: string;

  constructor(parts: ModelParts, scope: string) {
    this.#parts = parts;
    this.#scope = scope;
  }

  node(opType: string, inputs: readonly Lowered[], attributes: Attributes = {}): string {
    return this.outputs(1, opType, inputs, attributes)[0] ?? "";
  }

  outputs(count: number, opType: string, inputs: readonly Lowered[], attributes: Attributes = {}): readonly string[] {
    const key = keyOf(count, opType, inputs, attributes);
    const known = key === undefined ? undefined : this.#written.get(key);
    if (known !== undefined) return known;
    const name = this.#parts.names.unique(joined(this.#scope, opType));
    const outputs = Array.from({ length: count }, (_, index) => (index === 0 ? name : this.#parts.names.unique(`${name}:${index}`)));
    const entries = Object.entries(attributes).map(([key, value]) => [key, attributeValue(value)] as const);
    this.nodes.push({
      opType,
      inputs: inputs.map(nameOf),
      outputs,
      name,
      ...(entries.length > 0 && { attributes: Object.fromEntries(entries) }),
    });
    if (key !== undefined) this.#written.set(key, outputs);
    return outputs;
  }

  constant(data: TensorData): string {
    return this.#parts.constants.add(data, joined(this.#scope, "constant"));
  }

  derived(from: NamedConstant, how: string, compute: (data: TensorData) => TensorData): Operand {
    const { name, data } = this.#parts.constants.derived(from, how, compute);
    return { name, spec: { dtype: data.dtype, shape: data.shape }, constant: data };
  }

  scalar(value: number, dtype: DType): string {
    return this.#parts.constants.add(
      tensorData(value, [], dtype),
      Number.isInteger(value) ? `${dtype}_${value}` : joined(this.#scope, dtype),
    );
  }

  ints(values: readonly (number | bigint)[]): string {
    return this.#parts.constants.add(
      { dtype: "int64", shape: [values.length], data: BigInt64Array.from(values, BigInt) },
      `ints_${values.join("_")}`,
    );
  }

  shape(shape: Shape): string {
    const sizes = shape.filter((dim) => typeof dim === "number");
    if (sizes.length === shape.length) return this.ints(sizes);
    const parts = shape.map((dim) => this.#parts.sizes().vector(dim));
    return parts.length === 1 ? (parts[0] ?? "") : this.node("Concat", parts, { axis: 0 });
  }

  size(dim: Dim, dtype: DType): string {
    if (typeof dim === "number") return this.scalar(dim, dtype);
    const scalar = this.node("Squeeze", [this.#parts.sizes().vector(dim)]);
    return dtype === "int64" ? scalar : this.node("Cast", [scalar], { to: dataTypeCode(dtype) });
  }

  inline(graph: Graph, args: readonly Operand[]): readonly Operand[] {
    const outer = this.#scope;
    const values: Operand[] = [...args];
    const valueOf = (id: number): Operand => {
      const value = values[id];
      if (value === undefined) throw new Error(`toOnnx: value %${id} is used before it is computed.`);
      return value;
    };
    for (const node of graph.nodes) {
      this.#scope = joined(outer, node.op === "call" ? callScope(node) : node.scope);
      const specs = node.outputs.map((output) => specOf(graph, output));
      const lowered = this.#parts.lower(node, mapInputs(node.inputs, valueOf), this, specs);
      specs.forEach((spec, index) => {
        const value = lowered[index] ?? "";
        values.push(typeof value === "string" ? { name: value, spec } : { ...value, spec });
      });
    }
    this.#scope = outer;
    return graph.outputs.map(valueOf);
  }

  inner(graph: Graph, name: string, captured: ReadonlyMap<number, Operand>): GraphProto {
    const writer = new GraphWriter(this.#parts, this.#scope);
    const args = graph.inputs.map(
      ({ name: input, spec }, index) => captured.get(index) ?? { name: this.#parts.names.unique(joined(this.#scope, input)), spec },
    );
    const results = writer.inline(graph, args);
    const outputs = writer.ownOutputs(results);
    return {
      name: joined(this.#scope, name),
      inputs: args.filter((_, index) => !captured.has(index)).map((arg) => valueInfo(arg.name, arg.spec)),
      outputs: results.map(({ spec }, index) => valueInfo(outputs[index] ?? "", spec)),
      initializers: [],
      nodes: pruned(writer.nodes, outputs),
    };
  }

  /** The names of values as outputs of this graph: each computed by one of its nodes, none twice. */
  ownOutputs(values: readonly Operand[]): readonly string[] {
    const free = new Set(this.nodes.flatMap(({ outputs }) => outputs));
    return values.map((value) => (free.delete(value.name) ? value.name : this.node("Identity", [value])));
  }
}

/** Names what a node computes; undefined where it must not be shared (an Identity gives a value another name) or holds more than numbers. */
function keyOf(count: number, opType: string, inputs: readonly Lowered[], attributes: Attributes): string | undefined {
  const values = Object.values(attributes);
  if (opType === "Identity" || values.some((value) => typeof value === "object" && !isList(value))) return undefined;
  return JSON.stringify([count, opType, inputs.map(nameOf), attributes]);
}

const nameOf = (value: Lowered): string => (typeof value === "string" ? value : value.name);

const joined = (scope: string, name: string): string => (scope && name ? `${scope}/${name}` : scope || name);

/** The name of a composite under where it is used; a layer of that name says it already. */
const callScope = ({ scope, params }: Node): string => {
  const name = typeof params === "object" && params !== null && "name" in params ? String(params.name) : "";
  return scope.split("/").at(-1)?.replace(/_\d+$/, "") === name ? scope : joined(scope, name);
};

const attributeValue = (value: Attributes[string]): AttributeValue => {
  if (typeof value === "number") return { type: "int", value };
  if (typeof value === "boolean") return { type: "int", value: Number(value) };
  if (typeof value === "string") return { type: "string", value };
  return isList(value) ? { type: "ints", value } : value;
};

const isList = (value: readonly number[] | AttributeValue): value is readonly number[] => Array.isArray(value);
