import { sizeOfShape } from "@tidu/core-tensor";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { filterShape, imageShape, resultShape } from "./conv-method.ts";
import type { ConvMethod, Sliding } from "./conv-method.ts";
import { first } from "./rule.ts";

/** A convolution of its own for every group of channels. */
export const byGroups = (methodFor: (one: Sliding) => ConvMethod): ConvMethod => ({
  conv: (s, x, filter, run) => {
    const results = eachGroup(s, (one, group) => {
      const [own, weights] = [channelsOf(x, group, one.channels, run), channelsOf(filter, group, one.filters, run)];
      return methodFor(one).conv(one, own, weights, run);
    });
    return joined(results, resultShape(s), run);
  },
  inputGradient: (s, g, filter, run) => {
    const results = eachGroup(s, (one, group) => {
      const [own, weights] = [channelsOf(g, group, one.filters, run), channelsOf(filter, group, one.filters, run)];
      return methodFor(one).inputGradient(one, own, weights, run);
    });
    return joined(results, imageShape(s), run);
  },
  filterGradient: (s, x, g, run) => {
    const results = eachGroup(s, (one, group) => {
      const [own, cotangent] = [channelsOf(x, group, one.channels, run), channelsOf(g, group, one.filters, run)];
      return methodFor(one).filterGradient(one, own, cotangent, run);
    });
    return joined(results, filterShape(s), run);
  },
});

function eachGroup(s: Sliding, compute: (one: Sliding, group: number) => Value): readonly Value[] {
  const one = { ...s, channels: s.channels / s.groups, filters: s.filters / s.groups, groups: 1 };
  return Array.from({ length: s.groups }, (_, group) => compute(one, group));
}

/** `count` entries of the last axis. */
function channelsOf(x: Value, group: number, count: number, run: Run): Value {
  const all = x.shape.at(-1) ?? 1;
  const rows = sizeOfShape(x.shape) / all;
  const flat = run.reshape(x, [rows, all]);
  const start = [0, group * count];
  const spec = { shape: [rows, count], dtype: x.dtype };
  const own =
    run.engine === "gpu"
      ? run("Slice", { x: flat }, { begin: start, size: [rows, count] }, spec)
      : first(run.interpret("slice", { x: flat }, { starts: start, limits: [rows, group * count + count], steps: [1, 1] }, [spec]));
  return run.reshape(own, [...x.shape.slice(0, -1), count]);
}

/** Values side by side along the last axis. */
function joined(values: readonly Value[], shape: readonly number[], run: Run): Value {
  const last = shape.at(-1) ?? 1;
  const rows = sizeOfShape(shape) / last;
  const flat = values.map((value) => run.reshape(value, [rows, last / values.length]));
  return run.reshape(run("Concat", flat, { axis: 1 }, { shape: [rows, last], dtype: "float32" }), shape);
}
