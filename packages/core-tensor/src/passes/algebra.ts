import type { NodeInputs, ValueId } from "../graph.ts";
import type { GraphBuilder } from "../graph-builder.ts";
import type { InputsOf, ParamsOf } from "../op.ts";
import type { OpName, Ops } from "../ops/index.ts";
import type { PadParams, SliceParams } from "../ops/movement.ts";
import { sameDim } from "../shape/dim.ts";
import type { KnownValues, MadeBy } from "./known-values.ts";

/** A node of the graph that is being built, and what is known there. */
export interface RewriteContext<O> {
  readonly inputs: InputsOf<O, ValueId>;
  readonly params: ParamsOf<O>;
  readonly known: KnownValues;
  /** Whether no other node reads the inputs, as far as was seen before the rewriting. */
  readonly readOnce: boolean;
  readonly builder: GraphBuilder;
  /** Applies an op in the new graph. */
  readonly make: (op: OpName, inputs: NodeInputs<ValueId>, params?: unknown) => ValueId;
}

/** A value that equals the node's only output, or `undefined` when there is nothing better. */
export type AlgebraRule<O> = (context: RewriteContext<O>) => ValueId | undefined;

/**
 * Identities that hold bit for bit, NaN, infinity and −0 included: nothing like `0 · x`, and `x + 0` is x only for integers (−0 + 0
 * is 0). One rule changes the order of a sum: that of scatterAdd; one keeps a −0: that of padded parts. The caller drops a result whose spec differs: `1 · x` with a
 * larger 1 is a broadcast, not x.
 */
export const algebra: { readonly [K in OpName]?: AlgebraRule<Ops[K]> } = {
  add: ({ inputs: { a, b }, known, builder, make }) => {
    if (addsNothing(b, known, builder)) return a;
    if (addsNothing(a, known, builder)) return b;
    const [left, right] = [known.maker(a), known.maker(b)];
    if (right?.op === "neg") return make("sub", { a, b: right.inputs["x"] as ValueId });
    if (left?.op === "neg") return make("sub", { a: b, b: left.inputs["x"] as ValueId });
    // x + scatterAdd(0, i, r) adds the rows to x itself: an embedding's gradient never becomes a whole table
    for (const [other, scattered] of [
      [a, right],
      [b, left],
    ] as const) {
      if (scattered?.op === "scatterAdd" && known.uniform(scattered.inputs["x"] as ValueId) === 0) {
        return make("scatterAdd", { ...scattered.inputs, x: other }, scattered.params);
      }
    }
    return joinedParts(a, b, known, builder, make);
  },
  sub: ({ inputs: { a, b }, known, make }) => {
    if (Object.is(known.uniform(b), 0)) return a;
    const right = known.maker(b);
    return right?.op === "neg" ? make("add", { a, b: right.inputs["x"] as ValueId }) : undefined;
  },
  mul: ({ inputs: { a, b }, known }) => (known.uniform(b) === 1 ? a : known.uniform(a) === 1 ? b : undefined),
  div: ({ inputs: { a, b }, known }) => (known.uniform(b) === 1 ? a : undefined),
  neg: ({ inputs: { x }, known }) => {
    const made = known.maker(x);
    return made?.op === "neg" ? (made.inputs["x"] as ValueId) : undefined;
  },
  logicalNot: ({ inputs: { x }, known }) => {
    const made = known.maker(x);
    return made?.op === "logicalNot" ? (made.inputs["x"] as ValueId) : undefined;
  },
  cast: ({ inputs: { x } }) => x,
  stopGradient: ({ inputs: { x } }) => x,
  broadcastTo: ({ inputs: { x }, params, known, make }) => {
    const made = known.maker(x);
    return made?.op === "broadcastTo" ? make("broadcastTo", made.inputs, params) : x;
  },
  reshape: ({ inputs: { x }, params, known, builder, make }) => {
    const made = known.maker(x);
    if (made?.op === "reshape") return make("reshape", made.inputs, params);
    if (made?.op !== "broadcastTo") return x;
    const inner = made.inputs["x"] as ValueId; // one number everywhere stays so in any shape
    return builder.specOf(inner).shape.every((dim) => dim === 1)
      ? make("broadcastTo", { x: make("reshape", { x: inner }, { shape: [] }) }, params)
      : x;
  },
  transpose: ({ inputs: { x }, params: { permutation }, known, readOnce, builder, make }) => {
    if (permutation.every((axis, i) => axis === i)) return x;
    const made = known.maker(x);
    if (made?.op === "gather") return gatherTurned(made, permutation, builder, make);
    if (made?.op === "matmul" && readOnce && turnsMatrices(permutation)) return productTurned(made, known, builder, make);
    if (made?.op !== "transpose") return undefined;
    const inner = permutationOf(made);
    return make("transpose", made.inputs, { permutation: permutation.map((axis) => inner[axis] ?? axis) });
  },
  slice: ({ inputs: { x }, params, builder }) => (isWhole(params, builder.specOf(x).shape) ? x : undefined),
  pad: ({ inputs: { x }, params: { low, high } }) => ([...low, ...high].every((count) => count === 0) ? x : undefined),
  concat: ({ inputs: { values } }) => (values.length === 1 ? values[0] : undefined),
  sum: ({ inputs: { x }, params, known, builder, make }) => {
    const { axes, keepDims } = params;
    const { shape } = builder.specOf(x);
    if (axes.length === 0) return x;
    if (axes.every((axis) => shape[axis] === 1)) return make("reshape", { x }, { shape: shape.filter((_, axis) => !axes.includes(axis)) });
    const made = known.maker(x);
    if (made?.op !== "reshape" || axes.length < shape.length || keepDims) return undefined;
    const inner = made.inputs["x"] as ValueId; // all elements are summed: their arrangement does not matter
    return make("sum", { x: inner }, { axes: builder.specOf(inner).shape.map((_, axis) => axis), keepDims });
  },
  // Rows whose places were turned over are added at places turned back.
  scatterAdd: ({ inputs, params, known, builder, make }) => {
    const made = known.maker(inputs.updates);
    const places = builder.specOf(inputs.indices).shape.length;
    if (made?.op !== "transpose" || params.axis !== 0) return undefined;
    const permutation = permutationOf(made);
    if (!permutation.every((axis, i) => (i < places ? axis < places : axis === i))) return undefined;
    const back = permutation.slice(0, places).map((_, axis) => permutation.indexOf(axis));
    const indices = make("transpose", { x: inputs.indices }, { permutation: back });
    return make("scatterAdd", { x: inputs.x, indices, updates: made.inputs["x"] as ValueId }, params);
  },
  reverse: ({ inputs: { x }, params: { axes }, known }) => {
    if (axes.length === 0) return x;
    const made = known.maker(x);
    const undone = made?.op === "reverse" && (made.params as { readonly axes: readonly number[] }).axes.join() === axes.join();
    return undone ? (made.inputs["x"] as ValueId) : undefined;
  },
  reindex: ({ inputs: { x }, params: { axis, index }, known, builder, make }) => {
    const size = builder.specOf(x).shape[axis];
    if (size === index.length && index.every((row, i) => row === i)) return x;
    const made = known.maker(x);
    if (made?.op !== "reindex") return undefined;
    const inner = made.params as { readonly axis: number; readonly index: Int32Array };
    if (inner.axis !== axis) return undefined;
    return make("reindex", made.inputs, { axis, index: index.map((row) => (row < 0 ? -1 : (inner.index[row] ?? -1))) });
  },
};

/** A transpose of a product is the product of the transposes, in turn: where one of them goes, a large one is saved. */
function productTurned(
  { inputs }: MadeBy,
  known: KnownValues,
  builder: GraphBuilder,
  make: RewriteContext<never>["make"],
): ValueId | undefined {
  const [a, b] = [inputs["a"] as ValueId, inputs["b"] as ValueId];
  const undone = (value: ValueId): ValueId | undefined => {
    const made = known.maker(value);
    return made?.op === "transpose" && turnsMatrices(permutationOf(made)) ? (made.inputs["x"] as ValueId) : undefined;
  };
  const turned = (value: ValueId): ValueId =>
    make("transpose", { x: value }, { permutation: exchangeLast(builder.specOf(value).shape.length) });
  const [first, second] = [undone(b), undone(a)];
  return first === undefined && second === undefined ? undefined : make("matmul", { a: first ?? turned(b), b: second ?? turned(a) });
}

const permutationOf = ({ params }: MadeBy): readonly number[] => (params as { readonly permutation: readonly number[] }).permutation;

/** The permutation that exchanges the last two axes. */
const exchangeLast = (rank: number): readonly number[] =>
  Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));

const turnsMatrices = (permutation: readonly number[]): boolean => {
  const exchanged = exchangeLast(permutation.length);
  return permutation.length > 1 && permutation.every((axis, i) => axis === exchanged[i]);
};

/** Rows gathered by indices that are turned over instead: a transpose of the rows' places moves small numbers, not the rows. */
function gatherTurned(
  { inputs, params }: MadeBy,
  permutation: readonly number[],
  builder: GraphBuilder,
  make: RewriteContext<never>["make"],
): ValueId | undefined {
  const indices = inputs["indices"] as ValueId;
  const places = builder.specOf(indices).shape.length;
  const keepsRows = permutation.every((axis, i) => (i < places ? axis < places : axis === i));
  if ((params as { readonly axis: number }).axis !== 0 || !keepsRows) return undefined;
  return make("gather", { ...inputs, indices: make("transpose", { x: indices }, { permutation: permutation.slice(0, places) }) }, params);
}

/** A sum of parts of an axis, each padded with zeros to its whole length, is their concatenation: the gradient of a split. */
function joinedParts(
  a: ValueId,
  b: ValueId,
  known: KnownValues,
  builder: GraphBuilder,
  make: RewriteContext<never>["make"],
): ValueId | undefined {
  if (known.maker(a)?.op !== "pad" && known.maker(b)?.op !== "pad") return undefined;
  const found = [...paddedParts(a, known, builder), ...paddedParts(b, known, builder)];
  const parts = found.filter((part) => part !== undefined).toSorted((one, other) => one.start - other.start);
  const axis = parts[0]?.axis;
  if (axis === undefined || parts.length < found.length || parts.some((part) => part.axis !== axis)) return undefined;
  const ends = parts.map(({ start, size }) => start + size);
  const gapless = parts.every(({ start }, i) => start === (i === 0 ? 0 : ends[i - 1]));
  return gapless && ends.at(-1) === builder.specOf(a).shape[axis]
    ? make("concat", { values: parts.map(({ x }) => x) }, { axis })
    : undefined;
}

interface PaddedPart {
  readonly x: ValueId;
  readonly axis: number;
  readonly start: number;
  readonly size: number;
}

/** The padded parts that a value is the sum of; `undefined` for a term that is something else. */
function paddedParts(value: ValueId, known: KnownValues, builder: GraphBuilder): readonly (PaddedPart | undefined)[] {
  const made = known.maker(value);
  if (made?.op === "add") return [made.inputs["a"], made.inputs["b"]].flatMap((term) => paddedParts(term as ValueId, known, builder));
  if (made?.op !== "pad") return [undefined];
  const { low, high, value: filling } = made.params as PadParams;
  const axes = low.flatMap((count, i) => (count !== 0 || high[i] !== 0 ? [i] : []));
  const [axis = -1] = axes;
  const x = made.inputs["x"] as ValueId;
  const size = builder.specOf(x).shape[axis];
  const [start = -1, end = -1] = [low[axis], high[axis]];
  return [axes.length === 1 && filling === 0 && typeof size === "number" && start >= 0 && end >= 0 ? { x, axis, start, size } : undefined];
}

/** −0 for floats, 0 for integers. */
function addsNothing(value: ValueId, known: KnownValues, builder: GraphBuilder): boolean {
  const number = known.uniform(value);
  return number === 0 && (Object.is(number, -0) || builder.specOf(value).dtype !== "float32");
}

const isWhole = ({ starts, limits, steps }: SliceParams, shape: readonly Parameters<typeof sameDim>[0][]): boolean =>
  shape.every((size, axis) => starts[axis] === 0 && steps[axis] === 1 && sameDim(limits[axis] ?? size, size));
