import { reducedShape } from "../ops/reduce.ts";
import type { ReduceParams, reduce as family } from "../ops/reduce.ts";
import { aroundAxis, broadcastStrides, forEachRow, stridesOf } from "./rows.ts";
import type { EvaluateRule, EvaluateRules } from "./rule.ts";
import { elementsOf, emptyValue, staticShape } from "./value.ts";
import type { Value } from "./value.ts";

/** Folds axes in double precision and rounds once, when the totals are stored. */
function fold(x: Value, params: ReduceParams, initial: number, combine: (total: number, value: number) => number): readonly Value[] {
  const kept = staticShape(reducedShape(x.shape, { ...params, keepDims: true }));
  const out = emptyValue(x.dtype, staticShape(reducedShape(x.shape, params)), [x]);
  const [from, to] = [elementsOf(x), elementsOf(out)];
  const totals = new Float64Array(to.length).fill(initial);
  forEachRow(x.shape, [stridesOf(x.shape), broadcastStrides(kept, x.shape)], ([p = 0, q = 0], [stepP = 0, stepQ = 0], count) => {
    for (let i = 0; i < count; i++) totals[q + i * stepQ] = combine(totals[q + i * stepQ] ?? 0, from[p + i * stepP] ?? 0);
  });
  to.set(totals);
  return [out];
}

const folding =
  (initial: number, combine: (total: number, value: number) => number, integers: { initial?: number; combine?: typeof combine } = {}) =>
  ({ x }: { readonly x: Value }, params: ReduceParams): readonly Value[] =>
    x.dtype === "int32" ? fold(x, params, integers.initial ?? initial, integers.combine ?? combine) : fold(x, params, initial, combine);

const sumFrom = (initial: number) =>
  folding(initial, (total, value) => total + value, { initial: 0, combine: (total, value) => (total + value) | 0 });

/** The first position whose element beats all before it; NaN beats everything. */
const position =
  (beats: (candidate: number, best: number) => boolean): EvaluateRule<(typeof family)["argMax"]> =>
  ({ x }, { axis, keepDims }) => {
    const out = emptyValue("int32", staticShape(reducedShape(x.shape, { axes: [axis], keepDims })), []);
    const [from, to] = [elementsOf(x), elementsOf(out)];
    const { outer, size, inner } = aroundAxis(x.shape, axis);
    for (let row = 0; row < outer; row++) {
      for (let column = 0; column < inner; column++) {
        const start = row * size * inner + column;
        let best = from[start] ?? 0;
        for (let i = 1; i < size && !Number.isNaN(best); i++) {
          const candidate = from[start + i * inner] ?? 0;
          if (!beats(candidate, best) && !Number.isNaN(candidate)) continue;
          best = candidate;
          to[row * inner + column] = i;
        }
      }
    }
    return [out];
  };

export const reduce: EvaluateRules<typeof family> = {
  // Starting from −0 keeps the sign of a single −0; over no elements the sum is 0.
  sum: (inputs, params) => (inputs.x.data.length === 0 ? sumFrom(0) : sumFrom(-0))(inputs, params),
  prod: folding(1, (total, value) => total * value, { combine: Math.imul }),
  max: folding(-Infinity, (best, value) => Math.max(best, value), { initial: -(2 ** 31) }),
  min: folding(Infinity, (best, value) => Math.min(best, value), { initial: 2 ** 31 - 1 }),
  any: folding(0, (found, value) => found | value),
  all: folding(1, (held, value) => held & value),
  argMax: position((candidate, best) => candidate > best),
  argMin: position((candidate, best) => candidate < best),
};
