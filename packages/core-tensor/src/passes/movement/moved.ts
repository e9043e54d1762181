import type { Node } from "../../graph.ts";
import type { GraphBuilder } from "../../graph-builder.ts";
import { addDims, sameDim } from "../../shape/dim.ts";
import type { Dim } from "../../shape/dim.ts";
import { resolveReshape } from "../../shape/shape.ts";
import { isNode } from "../../typed-node.ts";
import { canonicalShape, reshaped } from "./realize.ts";
import { isPlain, reindexView, reshapeView, shapeOfView, transposeView } from "./view.ts";
import type { View } from "./view.ts";

/** What a movement of its input makes of a view; undefined for other ops, and where the view cannot say it. */
export function moved(node: Node, view: View, builder: GraphBuilder): View | undefined {
  if (isNode(node, "transpose")) return transposeView(view, node.params.permutation);
  if (isNode(node, "reshape")) return reshapeView(view, resolveReshape(shapeOfView(view), node.params.shape));
  if (isNode(node, "reindex")) return reindexView(view, node.params.axis, node.params.index);
  if (isPlain(view)) return undefined; // a slice or a pad alone is best left as it is
  if (isNode(node, "slice")) {
    const { starts, limits, steps } = node.params;
    const cuts = shapeOfView(view).map((size, axis) => ({ start: starts[axis] ?? 0, limit: limits[axis] ?? size, step: steps[axis] ?? 1 }));
    const isWhole = (axis: number, size: Dim): boolean =>
      cuts[axis] === undefined || (cuts[axis].start === 0 && cuts[axis].step === 1 && sameDim(cuts[axis].limit, size));
    return alongAxes(node, view, builder, isWhole, {
      rows: (axis) => {
        const { start = 0, limit = 0, step = 1 } = cuts[axis] ?? {};
        return typeof limit === "number"
          ? Int32Array.from({ length: Math.ceil((limit - start) / step) }, (_, i) => start + i * step)
          : undefined;
      },
      whole: (sizes, axisOf) => ({
        starts: sizes.map((_, i) => cuts[axisOf(i)]?.start ?? 0),
        limits: sizes.map((size, i) => cuts[axisOf(i)]?.limit ?? size),
        steps: sizes.map((_, i) => cuts[axisOf(i)]?.step ?? 1),
      }),
    });
  }
  if (isNode(node, "pad") && node.params.value === 0) {
    const { low, high } = node.params;
    return alongAxes(node, view, builder, (axis) => low[axis] === 0 && high[axis] === 0, {
      rows: (axis, size) => (typeof size === "number" ? paddedRows(size, low[axis] ?? 0, high[axis] ?? 0) : undefined),
      whole: (sizes, axisOf) => ({
        low: sizes.map((_, i) => low[axisOf(i)] ?? 0),
        high: sizes.map((_, i) => high[axisOf(i)] ?? 0),
        value: 0,
      }),
    });
  }
  return undefined;
}

interface AlongAxes {
  /** The rows of an axis that is made of rows. */
  readonly rows: (axis: number, size: Dim) => Int32Array | undefined;
  /** The params of the op for the source; `axisOf` tells the axis of the tensor that an axis of the source is, -1 for none that changes. */
  readonly whole: (sizes: readonly Dim[], axisOf: (sourceAxis: number) => number) => unknown;
}

/** Axes of rows get another index; axes that the source has as well are changed there. */
function alongAxes(
  node: Node,
  given: View,
  builder: GraphBuilder,
  isWhole: (axis: number, size: Dim) => boolean,
  { rows, whole }: AlongAxes,
): View | undefined {
  let view = given;
  const inSource: number[] = [];
  for (const [axis, size] of shapeOfView(given).entries()) {
    const group = given.groups[axis] ?? [];
    if (isWhole(axis, size)) continue;
    if (group.length === 1 && (group[0] ?? 0) >= given.rowFactors) {
      inSource.push(axis);
      continue;
    }
    const index = rows(axis, size);
    const next = index && reindexView(view, axis, index);
    if (next === undefined) return undefined;
    view = next;
  }
  if (inSource.length === 0) return view;
  const factorOf = new Map(inSource.map((axis) => [view.groups[axis]?.[0] ?? -1, axis]));
  const sizes = canonicalShape(view);
  const params = whole(sizes, (sourceAxis) => (sourceAxis === 0 ? -1 : (factorOf.get(sourceAxis - 1 + view.rowFactors) ?? -1)));
  const inputs = { x: reshaped(view.source, sizes, builder, node.scope) };
  const [source = -1] = builder.add(isNode(node, "pad") ? "pad" : "slice", inputs, params, node.scope);
  const { shape } = builder.specOf(source);
  if (shape.slice(1).includes(1)) return undefined; // an axis of one is none in a view
  return { ...view, source, factors: [...view.factors.slice(0, view.rowFactors), ...shape.slice(1)] };
}

const paddedRows = (size: number, low: number, high: number): Int32Array =>
  Int32Array.from({ length: Number(addDims(size, low + high)) }, (_, i) => (i >= low && i - low < size ? i - low : -1));
