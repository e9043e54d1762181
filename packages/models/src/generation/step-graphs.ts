import { collect, flatten, gather, inputsOf, literal, namedDim, placeholder, sameDim, size } from "@tidu/core-tensor";
import type { Dim, Graph, Tensor, TensorSpec } from "@tidu/core-tensor";
import type { Cache } from "@tidu/layers";
import type { Network } from "../network/network.ts";
import type { FlatWeights } from "../network/weight-paths.ts";
import { applyStepwise } from "./apply-stepwise.ts";
import type { Flow, Kept } from "./apply-stepwise.ts";

/** A tensor that later positions need. */
export interface KeptSpec {
  readonly name: string;
  /** As it is held: with room for the longest sequence on the axis of time. The batch axis is the first, and free. */
  readonly spec: TensorSpec;
  /** The axis along which it grows; undefined: every step makes it anew, or leaves it. */
  readonly axis: number | undefined;
}

/** A graph, and what its inputs and outputs stand for. */
export interface StepGraph {
  readonly graph: Graph;
  /** Which of the network's weights are inputs, from the position `weightsAt` on. */
  readonly weightPaths: readonly string[];
  readonly weightsAt: number;
  /** What is fed from what is kept, in order, behind `ids` (and in the first graph the other inputs). */
  readonly feeds: readonly string[];
  /** Whether the position is fed, behind the kept. */
  readonly takesPosition: boolean;
  /** What each output behind the scores is to be kept as. */
  readonly keeps: readonly string[];
}

export interface StepGraphs {
  readonly first: StepGraph;
  readonly next: StepGraph;
  readonly kept: readonly KeptSpec[];
}

export interface StepGraphsOptions {
  readonly network: Network;
  readonly weights: FlatWeights;
  /** Which input grows. */
  readonly input: number;
  /** Room for so many positions. */
  readonly maxLength: number;
}

/** The graph of the first positions, however many, and that of one position after others. */
export function stepGraphs(options: StepGraphsOptions): StepGraphs {
  const { network, input, maxLength } = options;
  const ids = network.inputs[input]?.spec ?? { dtype: "int32", shape: [] };
  const [batch = namedDim("batch"), given] = ids.shape;
  const time: Dim = given === undefined || typeof given === "number" ? namedDim("time") : given;
  const idsOf = (positions: Dim): Flow => ({
    value: placeholder({ dtype: ids.dtype, shape: [batch, positions, ...ids.shape.slice(2)] }, "ids"),
    moves: true,
  });

  const others = network.inputs.map(({ name, spec }, i): Flow | undefined =>
    i === input ? undefined : { value: placeholder(spec, name), moves: false },
  );
  const start = idsOf(time);
  const first = traced(
    options,
    others.map((flow) => flow ?? start),
    { position: literal(0, "int32"), before: undefined },
  );
  const kept = first.kept.map(({ name, value: { spec } }): KeptSpec => {
    const axis = spec.shape.findIndex((dim) => sameDim(dim, time));
    return {
      name,
      axis: axis < 0 ? undefined : axis,
      spec: { ...spec, shape: spec.shape.map((dim) => (sameDim(dim, time) ? maxLength : dim)) },
    };
  });

  const held = new Map(kept.map(({ name, spec }) => [name, placeholder(spec, name)]));
  const position = placeholder({ dtype: "int32", shape: [] }, "position");
  const single = idsOf(1);
  const before = replaced(first.tree, held);
  const next = traced(
    options,
    network.inputs.map((_, i) => (i === input ? single : undefined)),
    { position, before },
  );
  return {
    kept,
    first: graphOf(first, { inputs: [start, ...others.flatMap((flow) => flow ?? [])].map(({ value }) => value), held: new Map() }),
    next: graphOf(next, { inputs: [single.value], held, position }),
  };
}

interface Traced {
  readonly scores: Tensor;
  readonly tree: Kept;
  readonly kept: readonly { readonly name: string; readonly value: Tensor }[];
  readonly weights: readonly (readonly [path: string, value: Tensor])[];
}

/** Applies the network to placeholders. */
function traced(
  { network, weights }: StepGraphsOptions,
  inputs: readonly (Flow | undefined)[],
  context: { readonly position: Tensor; readonly before: Kept | undefined },
): Traced {
  const { leaves, paths } = flatten(weights);
  const values = paths.map((path, i) => [path, placeholder(leaves[i]?.spec ?? { dtype: "float32", shape: [] }, path)] as const);
  const { outputs, kept } = applyStepwise(network, Object.fromEntries(values), inputs, context);
  const [output] = outputs;
  if (output === undefined || !output.moves) throw new Error("generator: the model's output does not depend on the sequence that grows.");
  const { value } = output;
  const scores = value.ndim === 3 ? gather(value, size(value, 1).sub(1), 1) : value; // [batch, ids]
  return { scores, tree: kept, kept: keptLeaves(kept), weights: values };
}

/** All tensors of what is kept, by name. */
function keptLeaves({ caches, still }: Kept): Traced["kept"] {
  const cached = Object.entries(caches).flatMap(([at, cache]) => {
    const { leaves, paths } = flatten(cache);
    return leaves.map((value, i) => ({ name: `cache ${at} ${paths[i] ?? ""}`, value }));
  });
  const values = Object.entries(still).flatMap(([at, { value, mask }]) => [
    { name: `value ${at}`, value },
    ...(mask === undefined ? [] : [{ name: `mask ${at}`, value: mask }]),
  ]);
  return [...cached, ...values];
}

/** The same tree, of what holds the values from step to step. */
function replaced({ caches, still }: Kept, held: ReadonlyMap<string, Tensor>): Kept {
  const cacheOf = (at: string, cache: Cache, path = ""): Cache =>
    Object.fromEntries(
      Object.entries(cache).map(([name, value]) => {
        const own = path === "" ? name : `${path}/${name}`;
        return [name, held.get(`cache ${at} ${own}`) ?? cacheOf(at, value as Cache, own)];
      }),
    );
  return {
    caches: Object.fromEntries(Object.entries(caches).map(([at, cache]) => [at, cacheOf(at, cache)])),
    still: Object.fromEntries(
      Object.entries(still).map(([at, { value }]) => [at, { value: held.get(`value ${at}`) ?? value, mask: held.get(`mask ${at}`) }]),
    ),
  };
}

/** What a graph takes besides weights. */
interface GraphParts {
  /** Always fed, first. */
  readonly inputs: readonly Tensor[];
  /** What is held from step to step, by name; fed where it is used. */
  readonly held: ReadonlyMap<string, Tensor>;
  readonly position?: Tensor;
}

function graphOf({ scores, kept, weights }: Traced, { inputs, held, position }: GraphParts): StepGraph {
  const sources = new Set([...held.values()].map(({ source }) => source));
  const made = kept.filter(({ value }) => !sources.has(value.source)); // what only passes through stays as it is
  const outputs = [scores, ...made.map(({ value }) => value)];
  const optional = [...held.values(), ...(position === undefined ? [] : [position]), ...weights.map(([, value]) => value)];
  const used = usedOf(collect(outputs, [...inputs, ...optional]).graph, inputs.length, optional);
  const feeds = [...held].filter(([, value]) => used.has(value));
  const takesPosition = position !== undefined && used.has(position);
  const own = weights.filter(([, value]) => used.has(value));
  const before = [...inputs, ...feeds.map(([, value]) => value), ...(takesPosition ? [position] : [])];
  const { graph } = collect(outputs, [...before, ...own.map(([, value]) => value)]);
  return {
    graph,
    weightPaths: own.map(([path]) => path),
    weightsAt: before.length,
    feeds: feeds.map(([name]) => name),
    takesPosition,
    keeps: made.map(({ name }) => name),
  };
}

/** Which of the inputs behind the first ones a graph reads. */
function usedOf({ nodes, outputs }: Graph, first: number, inputs: readonly Tensor[]): ReadonlySet<Tensor> {
  const read = new Set([...nodes.flatMap((node) => inputsOf(node.inputs)), ...outputs]);
  return new Set(inputs.filter((_, i) => read.has(first + i)));
}
