import type { PoolParams, pooling as family } from "../ops/pooling.ts";
import { joinImage, splitImage, windowCounts } from "../ops/windows.ts";
import type { EvaluateRules } from "./rule.ts";
import { elementsOf, emptyValue, staticShape } from "./value.ts";
import type { Numbers, Value } from "./value.ts";
import { imageLayout, slideWindows } from "./windows.ts";

export const pooling: EvaluateRules<typeof family> = {
  maxPool: ({ x }, params) => {
    const out = pooled(x, params);
    const [source, target] = [elementsOf(x), elementsOf(out)];
    forEachWindow(x.shape, out.shape, params, (to, positions) => (target[to] = at(source, firstLargest(source, positions))));
    return [out];
  },

  maxPoolGradient: ({ x, g }, params) => {
    const out = emptyValue("float32", x.shape, [x, g]);
    const [source, cotangents] = [elementsOf(x), elementsOf(g)];
    const totals = new Float64Array(out.data.length);
    forEachWindow(x.shape, g.shape, params, (to, positions) => {
      const position = firstLargest(source, positions);
      totals[position] = at(totals, position) + at(cotangents, to);
    });
    elementsOf(out).set(totals);
    return [out];
  },

  maxPoolSelect: ({ x, values }, params) => {
    const out = pooled(x, params, [x, values]);
    const [source, chosen, target] = [elementsOf(x), elementsOf(values), elementsOf(out)];
    forEachWindow(x.shape, out.shape, params, (to, positions) => (target[to] = at(chosen, firstLargest(source, positions))));
    return [out];
  },

  averagePool: ({ x }, params) => {
    const out = pooled(x, params);
    const [source, target] = [elementsOf(x), elementsOf(out)];
    forEachWindow(x.shape, out.shape, params, (to, positions) => {
      let total = 0;
      for (const position of positions) total += at(source, position);
      target[to] = total / positions.length;
    });
    return [out];
  },

  averagePoolGradient: ({ g }, params) => {
    const out = emptyValue("float32", staticShape(params.inputShape), [g]);
    const cotangents = elementsOf(g);
    const totals = new Float64Array(out.data.length);
    forEachWindow(out.shape, g.shape, params, (to, positions) => {
      const share = at(cotangents, to) / positions.length;
      for (const position of positions) totals[position] = at(totals, position) + share;
    });
    elementsOf(out).set(totals);
    return [out];
  },
};

/** Room for one element per window. */
function pooled(x: Value, params: PoolParams, sources: readonly Value[] = [x]): Value {
  const { batch, spatial, channels } = splitImage(x.shape, params.dataFormat);
  const counts = windowCounts(spatial, params.size, params, [], "pool");
  return emptyValue("float32", staticShape(joinImage({ batch, spatial: counts, channels }, params.dataFormat)), sources);
}

/** Of the given positions, the one of the first NaN, or else of the first largest element. */
function firstLargest(source: Numbers, positions: readonly number[]): number {
  let best = positions[0] ?? 0;
  let largest = at(source, best);
  for (const position of positions) {
    if (Number.isNaN(largest)) return best;
    const value = at(source, position);
    if (value > largest || Number.isNaN(value)) [best, largest] = [position, value];
  }
  return best;
}

/** Visits every window of every image and channel: the position of its result, and those of its elements, in row-major order. */
function forEachWindow(
  x: readonly number[],
  y: readonly number[],
  params: PoolParams,
  visit: (to: number, positions: readonly number[]) => void,
): void {
  const [from, to] = [imageLayout(x, params.dataFormat), imageLayout(y, params.dataFormat)];
  const { starts, pixels } = slideWindows(from.spatial, to.spatial, params.size, params, []);
  for (let window = 0; window < to.pixels; window++) {
    const offsets = pixels.slice(starts[window], starts[window + 1]).map((pixel) => pixel * from.pixelStep);
    for (let image = 0; image < to.images; image++)
      for (let channel = 0; channel < to.channels; channel++) {
        const start = image * from.batch + channel * from.channelStep;
        visit(
          image * to.batch + window * to.pixelStep + channel * to.channelStep,
          offsets.map((offset) => start + offset),
        );
      }
  }
}

const at = (numbers: Numbers, position: number): number => numbers[position] ?? 0;
