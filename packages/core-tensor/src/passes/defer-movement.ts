import { inputsOf, mapInputs, specOf } from "../graph.ts";
import type { Graph, Node, NodeInputs, ValueId } from "../graph.ts";
import { GraphBuilder, specsOfNode } from "../graph-builder.ts";
import { elementwise } from "../ops/elementwise.ts";
import type { OpName } from "../ops/index.ts";
import { reduce } from "../ops/reduce.ts";
import type { ReduceParams } from "../ops/reduce.ts";
import { sameShape } from "../shape/shape.ts";
import type { TensorData } from "../tensor-data.ts";
import { isNode } from "../typed-node.ts";
import { arrangedAs, isLead } from "./movement/arrange.ts";
import { callFor, isElementwiseBody } from "./movement/elementwise-body.ts";
import { moved } from "./movement/moved.ts";
import { realize } from "./movement/realize.ts";
import { reduced } from "./movement/reduced.ts";
import { summedAsItLies } from "./movement/summed-over.ts";
import { isPermutation, isPlain, plainView } from "./movement/view.ts";
import type { View } from "./movement/view.ts";

/**
 * Puts movement off as long as it can: transposes, reshapes, reindexes, slices and zero padding are only noted, elementwise ops and
 * reductions work on the values as they lie, and what has been noted is carried out, composed into one step, where another kind
 * of op needs it. Opposite movements meet and vanish, so a layout that several ops share is taken up once and given back once.
 */
export const deferMovement = (graph: Graph): Graph => new Walk(graph).result();

class Walk {
  readonly #graph: Graph;
  readonly #builder: GraphBuilder;
  readonly #views = new Map<ValueId, View>();
  readonly #values = new Map<ValueId, ValueId>();
  readonly #constants = new Map<ValueId, TensorData>();
  /** Matrices that are others turned over. */
  readonly #turned = new Map<ValueId, Node>();

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#builder = new GraphBuilder(graph.inputs);
    graph.inputs.forEach(({ spec }, i) => this.#views.set(i, plainView(i, spec.shape)));
  }

  result(): Graph {
    for (const node of this.#graph.nodes) this.#visit(node);
    const { outputs, outputNames } = this.#graph;
    return this.#builder.finish(
      outputs.map((value) => this.#valueOf(value, "")),
      outputNames,
    );
  }

  #visit(node: Node): void {
    const [output] = node.outputs;
    const view = this.#deferred(node);
    if (output !== undefined && view !== undefined) {
      this.#views.set(output, view);
      if (isNode(node, "transpose") && swapsLast(node.params.permutation)) this.#turned.set(output, node);
      return;
    }
    const inputs = this.#summed(node) ?? mapInputs(node.inputs, (value) => this.#valueOf(value, node.scope));
    const params = isNode(node, "scan") ? { ...node.params, body: deferMovement(node.params.body) } : node.params;
    const specs = specsOfNode(this.#graph, node);
    const outputs = this.#builder.copy(node, inputs, specs, params);
    outputs.forEach((value, i) => this.#views.set(node.outputs[i] ?? -1, plainView(value, specs[i]?.shape ?? [])));
    if (isNode(node, "constant") && output !== undefined) this.#constants.set(output, node.params.value);
  }

  /** The operands of a product with a known matrix, whose rows can take the order in which the other operand lies. */
  #summed(node: Node): NodeInputs<ValueId> | undefined {
    if (!isNode(node, "matmul")) return undefined;
    const { a, b } = node.inputs;
    const matrix = this.#constants.get(b);
    const summed = matrix && summedAsItLies(this.#viewOf(a), matrix);
    if (summed === undefined) return undefined;
    const [turned = -1] = this.#builder.add("constant", {}, { value: summed.matrix }, node.scope);
    return { a: realize(summed.view, this.#builder, node.scope), b: turned };
  }

  /** The output of a node without moving anything, or undefined when its inputs must lie as they seem to. */
  #deferred(node: Node): View | undefined {
    const values = [...inputsOf(node.inputs), ...node.outputs];
    if (node.outputs.length !== 1 || values.some((value) => specOf(this.#graph, value).shape.includes(0))) return undefined;
    if (node.op in elementwise) return this.#elementwise(node, () => node.params);
    if (isNode(node, "call")) {
      const { params } = node;
      return isElementwiseBody(params.body) ? this.#elementwise(node, (specs) => callFor(params, specs)) : undefined;
    }
    const x = node.inputs["x"];
    if (typeof x !== "number") return undefined;
    if (node.op in reduce && "axes" in (node.params as object)) {
      return reduced(node, node.params as ReduceParams, this.#viewOf(x), this.#builder);
    }
    const view = this.#viewOf(x);
    return moved(node, view, this.#builder) ?? (isPlain(view) ? undefined : moved(node, this.#settled(x, node.scope), this.#builder));
  }

  /** Every element of the output comes from the elements at its place: so it does where they lie. */
  #elementwise(node: Node, paramsFor: (specs: readonly ReturnType<GraphBuilder["specOf"]>[]) => unknown): View | undefined {
    const { shape } = specOf(this.#graph, node.outputs[0] ?? 0);
    const leads = inputsOf(node.inputs)
      .filter((value) => sameShape(specOf(this.#graph, value).shape, shape))
      .map((value) => this.#viewOf(value))
      .filter(isLead);
    const lead = leads.find(isPermutation) ?? leads[0]; // rather one whose source has nothing but the tensor
    if (lead === undefined) return undefined;
    const arranged = new Map<ValueId, ValueId>();
    for (const value of inputsOf(node.inputs)) {
      const operand = arrangedAs(lead, this.#viewOf(value), this.#builder, node.scope);
      if (operand === undefined) return undefined;
      arranged.set(value, operand);
    }
    const inputs: NodeInputs<ValueId> = mapInputs(node.inputs, (value) => arranged.get(value) ?? -1);
    const specs = inputsOf(inputs).map((value) => this.#builder.specOf(value));
    const [source = -1] = this.#builder.add(node.op as OpName, inputs, paramsFor(specs), node.scope);
    return { ...lead, source };
  }

  #viewOf(value: ValueId): View {
    const view = this.#views.get(value);
    if (view === undefined) throw new Error(`graph: value %${value} has not been visited.`);
    return view;
  }

  /** The tensor of a view, carried out once. */
  #valueOf(value: ValueId, scope: string): ValueId {
    const known = this.#values.get(value) ?? this.#turnedOver(value) ?? realize(this.#viewOf(value), this.#builder, scope);
    this.#values.set(value, known);
    return known;
  }

  /** A matrix turned over from one that has been carried out already: engines multiply with it as it is. */
  #turnedOver(value: ValueId): ValueId | undefined {
    const node = this.#turned.get(value);
    const base = this.#values.get(Number(node?.inputs["x"] ?? -1));
    if (node === undefined || base === undefined) return undefined;
    return this.#builder.add("transpose", { x: base }, node.params, node.scope)[0];
  }

  /** The tensor carried out, as a source of its own; views that were made before stay as they are. */
  #settled(value: ValueId, scope: string): View {
    return plainView(this.#valueOf(value, scope), specOf(this.#graph, value).shape);
  }
}

const swapsLast = (permutation: readonly number[]): boolean => {
  const last = permutation.length - 1;
  return last > 0 && permutation.every((axis, i) => axis === (i === last ? last - 1 : i === last - 1 ? last : i));
};
