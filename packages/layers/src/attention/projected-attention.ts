import { iota, sizeOfDims } from "@tidu/core-tensor";
import type { Tensor, TensorSpec } from "@tidu/core-tensor";
import { knownSize } from "../check-inputs.ts";
import type { Inputs } from "../check-inputs.ts";
import { positionsOf } from "../embedding/positions.ts";
import { rotated } from "../embedding/rotary-embedding.ts";
import type { Applied, ApplyContext } from "../layer.ts";
import { drawingKey } from "../regularization/drawing-key.ts";
import type { WeightSpecs, Weights } from "../weight.ts";
import { asMask, attentionInputs } from "./attention-inputs.ts";
import { cacheOf, cachedMask, cachedMemory } from "./attention-cache.ts";
import { dotProductAttention } from "./dot-product.ts";
import type { Memory } from "./dot-product.ts";
import type { ProjectedAttentionSettings } from "./projected-options.ts";
import { headsOf, joinHeads, project, projectionAt, projectionSpecs } from "./projection.ts";
import { allOf, reachMask } from "./score-mask.ts";

/** The sizes of an attention with learned projections. */
export interface HeadSizes {
  readonly heads: number;
  /** Heads of keys and values; each serves as many neighbouring heads of queries. */
  readonly groups: number;
  readonly keyDim: number;
  readonly valueDim: number;
  /** The features of the output. Default: those of the query. */
  readonly outputShape?: readonly number[] | undefined;
  /** The axes that are attended over. Default: all between batch and features. */
  readonly attentionAxes?: readonly number[] | undefined;
}

/** The specs of the projections, named and shaped as Keras's. */
export function projectedWeights(
  inputs: Inputs<TensorSpec>,
  { heads, groups, keyDim, valueDim, outputShape }: HeadSizes,
  { kernel, bias, useGate }: ProjectedAttentionSettings,
  where: string,
): WeightSpecs {
  const { query, value, key } = attentionInputs(inputs);
  const specs = (of: TensorSpec, heads: number, size: number): WeightSpecs =>
    projectionSpecs([knownSize(of, -1, where)], [heads, size], kernel, bias);
  return {
    query: specs(query, heads, keyDim),
    key: specs(key, groups, keyDim),
    ...(useGate && { gate: specs(query, heads, valueDim) }),
    value: specs(value, groups, valueDim),
    attentionOutput: projectionSpecs([heads, valueDim], outputShape ?? [knownSize(query, -1, where)], kernel, bias),
  };
}

/** One application of an attention with learned projections. */
export interface ProjectedAttention {
  readonly weights: Weights;
  readonly sizes: HeadSizes;
  readonly settings: ProjectedAttentionSettings;
  readonly context: ApplyContext & { readonly inputs: Inputs<Tensor> };
  /** Names the layer in errors. */
  readonly where: string;
}

/**
 * Attention over learned projections of the inputs (Vaswani et al. 2017).
 *
 * @throws when a sequence is made piece by piece and it would look at positions that are still to come
 */
export function projectedAttention({ weights, sizes, settings, context, where }: ProjectedAttention): Applied {
  const { query, ...memory } = attentionInputs(context.inputs);
  const axes = attendedAxes(query.ndim, sizes.attentionAxes);
  checkWhatComes(context, settings, query, where);
  const { stepping, masks = [] } = context;
  const [queryMask, valueMask = context.inputs.length === 1 ? queryMask : undefined, keyMask] = masks;
  const still = stepping?.moving[1] === false; // what is attended to is there as a whole, from the first step on
  const past = stepping?.cache;

  const needed = still && past !== undefined ? undefined : memory;
  const { q, k, v } = headsOf(weights, { query, ...needed }, sizes, axes);
  const turned = (x: Tensor, moves: boolean): Tensor =>
    settings.rotary === undefined ? x : rotated(x, settings.rotary, moves ? context : {}, x.ndim - 2, x.ndim - 1);

  const positions = positionsOf(q.shape.at(-2) ?? 1, context);
  const counting = allOf(valueMask, keyMask); // [batch, keys]
  const maskOf = (keys: Tensor, counting: Tensor | undefined, filled?: Tensor): Tensor | undefined =>
    allOf(
      overHeads(allOf(stepping === undefined ? queryMask?.expandDims(-1) : undefined, counting?.expandDims(1)), 1, q.ndim),
      memory.attentionMask && overHeads(asMask(memory.attentionMask), axes.length, q.ndim),
      reachMask(positions, keys, settings),
      filled,
    );
  const memories: Memory[] = [];
  if (past !== undefined) {
    const kept = cachedMemory(past);
    const places = iota(kept.key.shape.at(-2) ?? 1);
    memories.push({
      ...kept,
      mask: maskOf(places, still ? counting : cachedMask(past), still ? undefined : stepping && places.less(stepping.position)),
    });
  }
  const own = k && v && { key: turned(k, !still), value: v };
  if (own !== undefined) {
    const places = past === undefined ? iota(own.key.shape.at(-2) ?? 1) : positions;
    memories.push({ ...own, mask: maskOf(places, counting) });
  }

  const dropping = context.training === true && settings.dropout > 0;
  const { output, shares } = dotProductAttention(
    turned(q, true).mul(1 / Math.sqrt(sizes.keyDim)),
    memories,
    dropping ? { key: drawingKey(context, settings.seed, where), rate: settings.dropout } : undefined,
  );
  const joined = joinHeads(output, query.shape, axes); // [batch, …, heads · valueDim]
  const gated = settings.useGate ? joined.mul(project(query, projectionAt(weights, "gate")).sigmoid()) : joined;
  return [
    project(gated, projectionAt(weights, "attentionOutput"), 2),
    {},
    {
      mask: queryMask,
      ...(settings.returnAttentionScores && { outputs: [shares] }),
      ...(stepping && { cache: own === undefined ? {} : cacheOf(own, still ? undefined : counting) }),
    },
  ];
}

/** @throws when masks do not go with the inputs, or positions cannot be made one after the other */
function checkWhatComes(
  { stepping, masks = [], inputs }: ProjectedAttention["context"],
  { causal }: ProjectedAttentionSettings,
  query: Tensor,
  where: string,
): void {
  if (query.ndim > 3 && masks.some((mask) => mask !== undefined))
    throw new Error(`${where}: masks of time steps go with inputs [batch, time, features]. Pass an attention mask as the last input.`);
  if (stepping === undefined) return;
  const [moves, ...others] = stepping.moving;
  const attended = others.slice(0, inputs.length - 1);
  if (query.ndim > 3 || attentionInputs(inputs).attentionMask !== undefined)
    throw new Error(`${where}: an attention mask as an input, or further axes, do not go position by position.`);
  if (moves === false || new Set(attended).size > 1)
    throw new Error(`${where}: queries must come position by position, and keys and values both or neither of them.`);
  if (attended[0] !== false && !causal)
    throw new Error(`${where}: attends to positions that are still to come, so it cannot go position by position. Set causal: true.`);
}

/** The axes that are attended over, counted from the front. */
function attendedAxes(ndim: number, axes: readonly number[] = Array.from({ length: ndim - 2 }, (_, i) => i + 1)): readonly number[] {
  return axes.map((axis) => (axis < 0 ? axis + ndim : axis));
}

/**
 * A mask that ends with the axes of queries and those of keys, for scores of `ndim` axes that end with one of each.
 *
 * @param attended how many axes of each it has
 */
function overHeads(mask: Tensor | undefined, attended: number, ndim: number): Tensor | undefined {
  if (mask === undefined) return undefined;
  const before = mask.shape.slice(0, mask.ndim - 2 * attended);
  const [queries, keys] = [mask.shape.slice(before.length, before.length + attended), mask.shape.slice(before.length + attended)];
  const missing = Array.from({ length: Math.max(0, ndim - before.length - 2) }, () => 1);
  const padded = before.length === 0 ? [] : [...before.slice(0, 1), ...(before.length === 1 ? missing : []), ...before.slice(1)];
  return mask.reshape([...padded, sizeOfDims(queries), sizeOfDims(keys)]);
}
