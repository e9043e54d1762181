import type { Ops, PoolParams, ValueId } from "@tidu/core-tensor";
import { isStatic, splitImage } from "@tidu/core-tensor";
import type { Expansion, Making } from "../expansions/expansion.ts";
import { windowTable } from "./windows.ts";
import type { WindowTable } from "./windows.ts";

// Images are [batch, channels, ...spatial] here, and [batch, channels, pixels] with their spatial axes as one.

/** Of `values`, those under the first largest of x. (The provider's MaxPool does not tell positions.) */
export const maxPoolSelect: Expansion<Ops["maxPoolSelect"]> = ({ inputs: { x, values }, params, output, making }) => {
  const { builder, make } = making;
  const table = windowTable(builder.specOf(x).shape, output.shape, params);
  if (table === undefined) return undefined;
  const winners = winnersOf(x, table, making);
  const taken = make("takeAlongAxis", { x: seenBy(values, table, making), indices: withAxis(winners, making) }, { axis: 3 });
  return make("reshape", { x: taken }, { shape: output.shape });
};

/** Every pixel looks at the windows that see it, and adds the cotangents of those that chose it. */
export const maxPoolGradient: Expansion<Ops["maxPoolGradient"]> = ({ inputs: { x, g }, params, output, making }) => {
  const { builder, make } = making;
  const table = tiles(params) ? undefined : windowTable(output.shape, builder.specOf(g).shape, params);
  if (table === undefined) return undefined;
  const { pixels, windows, taps, seen } = table;
  const [batch = 1, channels = 1] = output.shape;
  const lookers = Array.from({ length: pixels }, (): number[] => []);
  seen.forEach((pixel, entry) => {
    const first = seen.indexOf(pixel, entry - (entry % taps)); // one entry a window: repeats stand for padding
    if (first === entry) lookers[pixel]?.push(entry);
  });
  const most = Math.max(1, ...lookers.map((entries) => entries.length));
  const entries = lookers.flatMap((list) => Array.from({ length: most }, (_, i) => list[i] ?? -1));
  const index = Int32Array.from(entries, (entry) => (entry < 0 ? -1 : Math.floor(entry / taps)));
  const slots = Int32Array.from(entries, (entry) => (entry < 0 ? -1 : entry % taps));

  const chosen = make("reindex", { x: winnersOf(x, table, making) }, { axis: 2, index });
  const cotangents = make("reindex", { x: make("reshape", { x: g }, { shape: [batch, channels, windows] }) }, { axis: 2, index });
  const own = make("constant", {}, { value: { dtype: "int32", shape: [slots.length], data: slots } });
  const zero = make("constant", {}, { value: { dtype: "float32", shape: [], data: Float32Array.of(0) } });
  const shares = make("where", { condition: make("equal", { a: chosen, b: own }), a: cotangents, b: zero });
  const byPixel = make("reshape", { x: shares }, { shape: [batch, channels, pixels, most] });
  const sum = make("sum", { x: byPixel }, { axes: [3], keepDims: false });
  return make("reshape", { x: sum }, { shape: output.shape });
};

/** Over three axes, the shares of windows that overlap, spread axis by axis: the provider's ConvTranspose has two axes at most. */
export const averagePoolGradient: Expansion<Ops["averagePoolGradient"]> = ({ inputs: { g }, params, output, making }) => {
  const { builder, make } = making;
  const { spatial } = splitImage(output.shape, "channelsFirst");
  const counts = builder.specOf(g).shape.slice(2);
  const overlap = params.size.some((window, axis) => window !== params.strides[axis]) && params.strides.some((stride) => stride !== 1);
  if (spatial.length < 3 || !overlap || !isStatic(spatial) || !isStatic(counts)) return undefined;
  return spatial.reduce((shares, size, i) => {
    const [window = 1, stride = 1, low = 0] = [params.size[i], params.strides[i], params.low[i]];
    const windows = counts[i] ?? 1;
    const elements = Array.from({ length: windows }, (_, at) => {
      const start = at * stride - low;
      return Math.min(start + window, size) - Math.max(start, 0);
    });
    const shape = builder.specOf(shares).shape.map((_, axis) => (axis === i + 2 ? windows : 1));
    const divisor = make("constant", {}, { value: { dtype: "float32", shape, data: Float32Array.from(elements) } });
    const index = Int32Array.from({ length: size * window }, (_, entry) => {
      const at = (Math.floor(entry / window) + low - (entry % window)) / stride;
      return Number.isInteger(at) && at >= 0 && at < windows ? at : -1;
    });
    const spread = make("reindex", { x: make("div", { a: shares, b: divisor }) }, { axis: i + 2, index });
    const apart = builder.specOf(spread).shape.flatMap((dim, axis) => (axis === i + 2 ? [size, window] : [dim]));
    return make("sum", { x: make("reshape", { x: spread }, { shape: apart }) }, { axes: [i + 3], keepDims: false });
  }, g);
};

/** The tap of the first largest element per window: int32[batch, channels, windows]. */
const winnersOf = (x: ValueId, table: WindowTable, making: Making): ValueId =>
  making.make("argMax", { x: seenBy(x, table, making) }, { axis: 3, keepDims: false });

/** What every window sees: `[batch, channels, windows, taps]`. */
const seenBy = (x: ValueId, { pixels, windows, taps, seen }: WindowTable, { builder, make }: Making): ValueId => {
  const [batch = 1, channels = 1] = builder.specOf(x).shape;
  const rows = make("reindex", { x: make("reshape", { x }, { shape: [batch, channels, pixels] }) }, { axis: 2, index: seen });
  return make("reshape", { x: rows }, { shape: [batch, channels, windows, taps] });
};

const withAxis = (x: ValueId, { builder, make }: Making): ValueId => make("reshape", { x }, { shape: [...builder.specOf(x).shape, 1] });

/** Windows side by side: the lowering needs no positions for them. */
const tiles = ({ size, strides, low, high }: PoolParams): boolean =>
  size.every((window, axis) => window === strides[axis] && low[axis] === 0 && high[axis] === 0);
