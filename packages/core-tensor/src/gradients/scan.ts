import { collect } from "../collect.ts";
import { extract } from "../extract.ts";
import { inputsOf } from "../graph.ts";
import type { Graph, ValueId } from "../graph.ts";
import { dependents, instantiate } from "../instantiate.ts";
import type { Ops } from "../ops/index.ts";
import { scan } from "../scan.ts";
import { placeholder } from "../leaf-tensors.ts";
import { apply } from "../tensor.ts";
import { isNode } from "../typed-node.ts";
import type { Tensor } from "../tensor.ts";
import { zerosOf } from "./reduce.ts";
import type { Cotangents, GradientContext } from "./rule.ts";

/**
 * The gradient of a scan is a scan in the other direction over the cotangents. What it needs of the forward pass (residuals)
 * comes from the same scan with the residuals as further results; the pass that merges scans over equal inputs makes one of
 * the two. Values that no carry or row enters are computed once, outside.
 */
export function scanGradient({
  inputs,
  params,
  cotangents,
  reached,
  wanted,
  pullback,
}: GradientContext<Ops["scan"]>): Cotangents<Ops["scan"]> {
  const { carry, xs, consts } = inputs;
  const { body, length, reverse, batched = false } = params;
  const arity = { carry: carry.length, xs: xs.length };
  // Results that nothing reads have no cotangents, not zeros in every step.
  const isRead = (i: number): boolean => i < arity.carry || reached[i] === true;
  const floats = body.outputs.flatMap((value, i) => (body.specs[value]?.dtype === "float32" && isRead(i) ? [i] : []));
  const carried = floats.filter((i) => i < arity.carry);
  const wantedXs = xs.flatMap((x, i) => (wanted.xs[i] === true && x.dtype === "float32" ? [i] : []));
  const wantedConsts = consts.flatMap((x, i) => (wanted.consts[i] === true && x.dtype === "float32" ? [i] : []));

  // One step, differentiated: body inputs and cotangents of its float outputs in, cotangents of its inputs out.
  const bodyIn = body.inputs.map(({ spec, name }) => placeholder(spec, name));
  const bodyOut = floats.map((i) => placeholder(body.specs[body.outputs[i] ?? 0] ?? { shape: [], dtype: "float32" }, `g${i}`));
  const asked = [...carried, ...wantedXs.map((i) => arity.carry + i), ...wantedConsts.map((i) => arity.carry + arity.xs + i)];
  const step = pullback(
    body,
    bodyIn,
    body.outputs.map((_, i) => bodyOut[floats.indexOf(i)]),
    bodyIn.map((_, i) => asked.includes(i)),
  );
  const results = asked.map((i) => step.cotangents[i] ?? zerosOf(bodyIn[i]?.shape ?? []));
  const { graph: joint } = collect([...results, ...step.outputs], [...bodyIn, ...bodyOut]);

  const split = partition(joint, results.length, arity, bodyIn.length);
  const forward = extract(joint, {
    inputs: bodyIn.map((_, i) => i),
    outputs: [...joint.outputs.slice(results.length), ...split.residuals],
  });
  const stacks = apply("scan", { carry, xs, consts }, { ...params, body: forward }).slice(body.outputs.length);
  const once = extract(joint, { inputs: consts.map((_, i) => arity.carry + arity.xs + i), outputs: split.once });
  const hoisted = instantiate(once, consts);

  const gradientIds = bodyOut.map((_, i) => bodyIn.length + i);
  const rowIds = xs.map((_, i) => arity.carry + i);
  const constIds = consts.map((_, i) => arity.carry + arity.xs + i);
  const backward = extract(joint, {
    inputs: [...gradientIds, ...rowIds, ...split.residuals, ...constIds, ...split.once],
    outputs: joint.outputs.slice(0, results.length),
  });

  const [last, rows] = scan(
    (
      state: { readonly g: readonly Tensor[]; readonly total: readonly Tensor[] },
      row: { readonly g: readonly Tensor[]; readonly xs: readonly Tensor[]; readonly residuals: readonly Tensor[] },
    ) => {
      const out = instantiate(backward, [...state.g, ...row.g, ...row.xs, ...row.residuals, ...consts, ...hoisted]);
      const behind = carried.length + wantedXs.length;
      const total = state.total.map((sum, i) => sum.add(out[behind + i] ?? 0));
      return [{ g: out.slice(0, carried.length), total }, out.slice(carried.length, behind)] as const;
    },
    {
      g: carried.map((i) => cotangents[i] ?? zerosOf(carry[i]?.shape ?? [])),
      total: wantedConsts.map((i) => zerosOf(consts[i]?.shape ?? [])),
    },
    { g: floats.slice(carried.length).flatMap((i) => cotangents[i] ?? []), xs, residuals: stacks },
    { length, reverse: !reverse, batched },
  );
  return {
    carry: carry.map((_, i) => last.g[carried.indexOf(i)]),
    xs: xs.map((_, i) => rows[wantedXs.indexOf(i)]),
    consts: consts.map((_, i) => last.total[wantedConsts.indexOf(i)]),
  };
}

/**
 * What the backward part of a differentiated step reads of the forward part: `residuals` depend on a carry or a row and must be
 * kept for every step; `once` depend on constants alone.
 */
function partition(
  joint: Graph,
  results: number,
  arity: { readonly carry: number; readonly xs: number },
  bodyInputs: number,
): { readonly residuals: readonly ValueId[]; readonly once: readonly ValueId[] } {
  const ids = joint.inputs.map((_, i) => i);
  const backward = dependents(joint, ids.slice(bodyInputs));
  const changing = dependents(joint, ids.slice(0, arity.carry + arity.xs));
  const literals = new Set(joint.nodes.filter(({ op }) => op === "constant").flatMap(({ outputs }) => outputs));
  const read = new Set(joint.outputs.slice(0, results));
  for (const node of joint.nodes)
    if (node.outputs.some((value) => backward.has(value))) for (const value of inputsOf(node.inputs)) read.add(value);
  const crossing = [...unturned(joint, read, changing)].filter(
    (value) => !backward.has(value) && !literals.has(value) && !isPlainInput(value, arity, bodyInputs),
  );
  return { residuals: crossing.filter((value) => changing.has(value)), once: crossing.filter((value) => !changing.has(value)) };
}

/** Instead of a value turned over, the value: the backward part turns it itself. */
function unturned(joint: Graph, read: ReadonlySet<ValueId>, changing: ReadonlySet<ValueId>): ReadonlySet<ValueId> {
  const source = new Map<ValueId, ValueId>();
  for (const node of joint.nodes) {
    const [output] = node.outputs;
    if (isNode(node, "transpose") && output !== undefined && changing.has(output))
      source.set(output, source.get(node.inputs.x) ?? node.inputs.x);
  }
  return new Set([...read].map((value) => source.get(value) ?? value));
}

/** Rows and constants are at hand in the backward scan anyway. */
const isPlainInput = (value: ValueId, arity: { readonly carry: number }, bodyInputs: number): boolean =>
  value >= arity.carry && value < bodyInputs;
