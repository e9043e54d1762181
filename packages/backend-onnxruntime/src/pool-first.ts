import { bodyFor, inputsOf, isNode, mapInputs, rewrite, sameShape, specOf, splitImage } from "@tidu/core-tensor";
import type { CallParams, Graph, GraphBuilder, Node, NodeInputs, OpName, PoolParams, ValueId } from "@tidu/core-tensor";

/**
 * Max pooling before what keeps the order of numbers: relu and the bias of a channel then touch a quarter of the pixels (with
 * windows of 2×2), forward and backward. The largest of a window stays the largest, and where relu makes several equal, nothing flows back.
 */
export const poolFirst = (graph: Graph): Graph => (trainsPools(graph) ? new PoolFirst(graph).result() : graph);

/** In prediction there is nothing to gain: onnxruntime joins convolution, bias and relu. */
const trainsPools = ({ nodes }: Graph): boolean =>
  nodes.some((node) => node.op === "maxPoolGradient" || (isNode(node, "scan") && trainsPools(node.params.body)));

type Made = Pick<Node, "op" | "params" | "inputs">;

class PoolFirst {
  readonly #graph: Graph;
  readonly #made = new Map<ValueId, Made>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  result(): Graph {
    return rewrite(this.#graph, (node, inputs, builder) => {
      const specs = node.outputs.map((value) => specOf(this.#graph, value));
      if (isNode(node, "scan")) return builder.copy(node, inputs, specs, { ...node.params, body: poolFirst(node.params.body) });
      const better = this.#better(node, inputs, builder);
      if (better !== undefined) return [better];
      const outputs = builder.copy(node, inputs, specs);
      this.#note(node, inputs, outputs);
      return outputs;
    });
  }

  #better(node: Node, inputs: NodeInputs<ValueId>, builder: GraphBuilder): ValueId | undefined {
    const [x = -1, second = -1] = inputsOf(inputs);
    if (isNode(node, "maxPool")) return this.#pool(x, node.params, builder, node.scope);
    if (isNode(node, "maxPoolGradient")) return this.#poolGradient(x, second, node.params, builder, node.scope);
    if (isNode(node, "sum")) return this.#sumOfGradient(node.params, x, builder, node.scope);
    if (isNode(node, "call") && node.params.name === "reluGradient") return this.#masked(node.params, x, second, builder, node.scope);
    return undefined;
  }

  /** The pool of `x`, taken before relu and bias; undefined when there is neither. */
  #pool(x: ValueId, params: PoolParams, builder: GraphBuilder, scope: string): ValueId | undefined {
    const made = this.#made.get(x);
    if (made === undefined) return undefined;
    const relu = reluOf(made);
    const [before = -1] = inputsOf(made.inputs);
    if (relu !== undefined) return this.#call(relu, [this.#pooled(before, params, builder, scope)], builder, scope);
    const bias = biasOf(made, x, params, builder);
    if (bias === undefined) return undefined;
    return this.#add("add", { a: this.#pooled(bias.image, params, builder, scope), b: bias.vector }, {}, builder, scope);
  }

  #pooled(x: ValueId, params: PoolParams, builder: GraphBuilder, scope: string): ValueId {
    return this.#pool(x, params, builder, scope) ?? this.#add("maxPool", { x }, params, builder, scope);
  }

  /** A bias does not change which pixel is the largest. */
  #poolGradient(x: ValueId, g: ValueId, params: PoolParams, builder: GraphBuilder, scope: string): ValueId | undefined {
    const made = this.#made.get(x);
    const bias = made && biasOf(made, x, params, builder);
    return bias && this.#gradient(bias.image, g, params, builder, scope);
  }

  #gradient(x: ValueId, g: ValueId, params: PoolParams, builder: GraphBuilder, scope: string): ValueId {
    return this.#poolGradient(x, g, params, builder, scope) ?? this.#add("maxPoolGradient", { x, g }, params, builder, scope);
  }

  /** Relu's mask behind the gradient of a pool of relu: the mask of the pooled pixels before it. */
  #masked(mask: CallParams, g: ValueId, y: ValueId, builder: GraphBuilder, scope: string): ValueId | undefined {
    const made = this.#made.get(g);
    const relu = reluOf(this.#made.get(y));
    if (made?.op !== "maxPoolGradient" || made.inputs["x"] !== y || relu === undefined) return undefined;
    const params = made.params as PoolParams;
    const [before = -1] = inputsOf(this.#made.get(y)?.inputs ?? {});
    const pooled = this.#call(relu, [this.#pooled(before, params, builder, scope)], builder, scope);
    const masked = this.#call(mask, [made.inputs["g"] as ValueId, pooled], builder, scope);
    return this.#gradient(before, masked, params, builder, scope);
  }

  /** The gradient of a pool hands cotangents out; over whole images they add up to what they were. */
  #sumOfGradient(params: { readonly axes: readonly number[] }, x: ValueId, builder: GraphBuilder, scope: string): ValueId | undefined {
    const made = this.#made.get(x);
    if (made?.op !== "maxPoolGradient") return undefined;
    const { dataFormat, size } = made.params as PoolParams;
    const spatial = size.map((_, axis) => axis + (dataFormat === "channelsLast" ? 1 : 2));
    if (!spatial.every((axis) => params.axes.includes(axis))) return undefined;
    return this.#add("sum", { x: made.inputs["g"] as ValueId }, params, builder, scope);
  }

  #call({ name, options, body }: CallParams, args: readonly ValueId[], builder: GraphBuilder, scope: string): ValueId {
    const specs = args.map((value) => builder.specOf(value));
    return this.#add("call", { args }, { name, options, body: bodyFor(body, specs) }, builder, scope);
  }

  #add(op: OpName, inputs: NodeInputs<ValueId>, params: unknown, builder: GraphBuilder, scope: string): ValueId {
    const outputs = builder.add(op, inputs, params, scope);
    this.#note({ op, params }, inputs, outputs);
    return outputs[0] ?? -1;
  }

  #note({ op, params }: Pick<Node, "op" | "params">, inputs: NodeInputs<ValueId>, outputs: readonly ValueId[]): void {
    const [output] = outputs;
    if (output !== undefined) this.#made.set(output, { op, params, inputs: mapInputs(inputs, (value) => value) });
  }
}

const reluOf = (made: Made | undefined): CallParams | undefined => {
  const params = made?.op === "call" ? (made.params as CallParams) : undefined;
  return params?.name === "relu" ? params : undefined;
};

/** The image and the vector of a sum `image + vector` whose vector has one number per channel. */
function biasOf(
  made: Made,
  sum: ValueId,
  { dataFormat }: PoolParams,
  builder: GraphBuilder,
): { readonly image: ValueId; readonly vector: ValueId } | undefined {
  if (made.op !== "add") return undefined;
  const { shape } = builder.specOf(sum);
  const [a = -1, b = -1] = inputsOf(made.inputs);
  const isVector = (value: ValueId): boolean => {
    const own = builder.specOf(value).shape;
    const full = [...shape.slice(own.length).map(() => 1), ...own];
    const { batch, spatial } = splitImage(full, dataFormat);
    return full.length === shape.length && [batch, ...spatial].every((size) => size === 1);
  };
  if (isVector(b) && sameShape(builder.specOf(a).shape, shape)) return { image: a, vector: b };
  return isVector(a) && sameShape(builder.specOf(b).shape, shape) ? { image: b, vector: a } : undefined;
}
