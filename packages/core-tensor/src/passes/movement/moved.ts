import type { Node } from "../../graph.ts";
import type { Dim } from "../../shape/dim.ts";
import { resolveReshape } from "../../shape/shape.ts";
import { isNode } from "../../typed-node.ts";
import { isPlain, reindexView, reshapeView, shapeOfView, transposeView } from "./view.ts";
import type { View } from "./view.ts";

/** What a movement of its input makes of a view; undefined for other ops, and where the view cannot say it. */
export function moved(node: Node, view: View): View | undefined {
  if (isNode(node, "transpose")) return transposeView(view, node.params.permutation);
  if (isNode(node, "reshape")) return reshapeView(view, resolveReshape(shapeOfView(view), node.params.shape));
  if (isNode(node, "reindex")) return reindexView(view, node.params.axis, node.params.index);
  if (isPlain(view)) return undefined; // a slice or a pad alone is best left as it is
  if (isNode(node, "slice")) {
    const { starts, limits, steps } = node.params;
    return eachAxis(view, (axis, size) => rangeOf(starts[axis] ?? 0, limits[axis] ?? size, steps[axis] ?? 1));
  }
  if (isNode(node, "pad") && node.params.value === 0) {
    const { low, high } = node.params;
    return eachAxis(view, (axis, size) =>
      typeof size === "number"
        ? Int32Array.from({ length: size + (low[axis] ?? 0) + (high[axis] ?? 0) }, (_, i) => {
            const row = i - (low[axis] ?? 0);
            return row >= 0 && row < size ? row : -1;
          })
        : undefined,
    );
  }
  return undefined;
}

/** Picks rows of every axis that does not keep all of its own; an axis of free size has to. */
function eachAxis(view: View, indexOf: (axis: number, size: Dim) => Int32Array | undefined): View | undefined {
  let result: View | undefined = view;
  for (const [axis, size] of shapeOfView(view).entries()) {
    const index = indexOf(axis, size);
    if (index === undefined) return undefined;
    if (index.length === size && index.every((row, i) => row === i)) continue;
    result = result && reindexView(result, axis, index);
  }
  return result;
}

const rangeOf = (start: number, limit: Dim, step: number): Int32Array | undefined =>
  typeof limit === "number" ? Int32Array.from({ length: Math.ceil((limit - start) / step) }, (_, i) => start + i * step) : undefined;
