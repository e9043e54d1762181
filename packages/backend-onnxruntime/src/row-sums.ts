import { isNode, rewrite, scatterAdd, specOf, trace, zeros } from "@tidu/core-tensor";
import type { CallParams, Graph, Node, NodeInputs, NodeOf, Tensor, TensorSpec, ValueId } from "@tidu/core-tensor";

/**
 * The second moments of an embedding table, `x + (Σ rows)²` where most rows of the gradient are zeros: only the rows of the batch are
 * squared and added, and their sums, which the first moments need as well, are made once. Dense and exact, in fewer passes over the table.
 */
export function rowSums(graph: Graph): Graph {
  const squares = squaredSums(graph);
  const pairs = new Set([...squares.values()].map(({ sum }) => pairOf(sum)));
  const arrived = new Map<Node, NodeInputs<ValueId>>();
  return rewrite(graph, (node, inputs, builder) => {
    const specs = node.outputs.map((value) => specOf(graph, value));
    if (isNode(node, "scan")) return builder.copy(node, inputs, specs, { ...node.params, body: rowSums(node.params.body) });
    arrived.set(node, inputs);
    const square = squares.get(node);
    const isSum = isNode(node, "scatterAdd") && node.params.axis === 0 && pairs.has(pairOf(node));
    if (square === undefined && !isSum) return undefined;
    const { indices, updates } = (square === undefined ? inputs : arrived.get(square.sum)) ?? {};
    const args = [square === undefined ? inputs["x"] : inputs[square.to], indices, updates].flatMap((value) => value ?? []);
    return builder.add(
      "call",
      { args },
      callFor(
        args.map((value) => builder.specOf(value)),
        square !== undefined,
      ),
      node.scope,
    );
  });
}

/** An addition of the square of a gradient of rows. */
interface SquaredSum {
  readonly sum: Node & NodeOf<"scatterAdd">;
  /** The operand that it is added to. */
  readonly to: "a" | "b";
}

/** `x + s · s` with `s = scatterAdd(0, indices, rows)`. */
function squaredSums(graph: Graph): ReadonlyMap<Node, SquaredSum> {
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node] as const)));
  const maker = (value: ValueId): Node | undefined => makers.get(value);
  const squared = (value: ValueId): SquaredSum["sum"] | undefined => {
    const square = maker(value);
    if (square === undefined || !isNode(square, "mul") || square.inputs.a !== square.inputs.b) return undefined;
    const sum = maker(square.inputs.a);
    return sum !== undefined && isNode(sum, "scatterAdd") && sum.params.axis === 0 && isZero(sum.inputs.x, maker) ? sum : undefined;
  };
  const found = new Map<Node, SquaredSum>();
  for (const node of graph.nodes) {
    if (!isNode(node, "add")) continue;
    const [left, right] = [squared(node.inputs.a), squared(node.inputs.b)];
    if (right !== undefined) found.set(node, { sum: right, to: "a" });
    else if (left !== undefined) found.set(node, { sum: left, to: "b" });
  }
  return found;
}

/** Whether a value is zeros everywhere. */
function isZero(value: ValueId, maker: (value: ValueId) => Node | undefined): boolean {
  const node = maker(value);
  if (node !== undefined && isNode(node, "broadcastTo")) return isZero(node.inputs.x, maker);
  return node !== undefined && isNode(node, "constant") && node.params.value.data.every((item: number | bigint) => Number(item) === 0);
}

/** Sums over the same rows at the same places. */
const pairOf = ({ inputs: { indices, updates } }: NodeOf<"scatterAdd">): string => `${indices} ${updates}`;

/** The composite that the lowering knows, with what it means. */
function callFor(specs: readonly TensorSpec[], squared: boolean): CallParams {
  const added = (x: Tensor, ids: Tensor, rows: Tensor): Tensor => {
    const sum = scatterAdd(zeros(x.shape), ids, rows);
    return x.add(squared ? sum.square() : sum);
  };
  return { name: "addRowSums", options: { squared }, body: trace(added, specs) };
}
