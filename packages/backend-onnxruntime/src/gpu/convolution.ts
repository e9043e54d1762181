import { isStatic } from "@tidu/core-tensor";
import type { ConvParams, Ops, Shape, ValueId } from "@tidu/core-tensor";
import type { Expansion, Making } from "../expansions/expansion.ts";

// Images are [batch, channels, ...spatial] here, filters [filters, channels / groups, ...kernel].

/** The provider's convolution over three axes knows no groups. */
export const conv: Expansion<Ops["conv"]> = ({ inputs: { x, filter }, params, making }) =>
  params.groups > 1 && params.strides.length === 3 ? split(x, filter, params, making) : undefined;

/**
 * Over three axes, the convolution of the cotangent, with zeros where strides left gaps, with the reversed filter: the provider's
 * ConvTranspose has two axes at most.
 */
export const convInputGradient: Expansion<Ops["convInputGradient"]> = ({ inputs: { g, filter }, params, making }) => {
  const { strides, dilations, low, high, dataFormat, groups, inputShape } = params;
  const { builder, make } = making;
  const spatial = inputShape.slice(2);
  const counts = builder.specOf(g).shape.slice(2);
  const [filters, channels, ...kernel] = builder.specOf(filter).shape.map(Number);
  if (spatial.length < 3 || filters === undefined || channels === undefined || !isStatic(spatial) || !isStatic(counts)) return undefined;

  const apart = make("reshape", { x: filter }, { shape: [groups, filters / groups, channels, ...kernel] });
  const swapped = make("transpose", { x: apart }, { permutation: [0, 2, 1, ...kernel.map((_, axis) => axis + 3)] });
  const whole = make("reshape", { x: swapped }, { shape: [groups * channels, filters / groups, ...kernel] });
  const reversed = make("reverse", { x: whole }, { axes: kernel.map((_, axis) => axis + 2) });

  const reach = kernel.map((size, axis) => (size - 1) * (dilations[axis] ?? 1));
  const around = (padding: readonly number[]): readonly number[] => reach.map((count, axis) => count - (padding[axis] ?? 0));
  const slid = { strides: spatial.map(() => 1), dilations, groups, dataFormat };
  const pads = { low: around(low), high: around(high) };
  if (strides.every((stride) => stride === 1) && [...pads.low, ...pads.high].every((count) => count >= 0))
    return split(g, reversed, { ...slid, ...pads }, making);

  const gaps = spatial.map(Number).reduce((image, size, axis) => {
    const index = Int32Array.from({ length: size + (reach[axis] ?? 0) }, (_, position) => {
      const at = (position - (pads.low[axis] ?? 0)) / (strides[axis] ?? 1);
      return Number.isInteger(at) && at >= 0 && at < (counts[axis] ?? 0) ? at : -1;
    });
    return make("reindex", { x: image }, { axis: axis + 2, index });
  }, g);
  const none = spatial.map(() => 0);
  return split(gaps, reversed, { ...slid, low: none, high: none }, making);
};

/** One convolution for every group. */
const split = (x: ValueId, filter: ValueId, params: ConvParams, making: Making): ValueId => {
  const { groups } = params;
  if (groups === 1) return making.make("conv", { x, filter }, params);
  const images = parts(x, 1, groups, making);
  const filters = parts(filter, 0, groups, making);
  const values = images.map((image, i) => making.make("conv", { x: image, filter: filters[i] ?? -1 }, { ...params, groups: 1 }));
  return making.make("concat", { values }, { axis: 1 });
};

/** `x` cut into equal parts along an axis. */
const parts = (x: ValueId, axis: number, count: number, { builder, make }: Making): readonly ValueId[] => {
  const { shape } = builder.specOf(x);
  const size = Number(shape[axis]) / count;
  const from = (part: number): readonly number[] => shape.map((_, i) => (i === axis ? part * size : 0));
  const to = (part: number): Shape => shape.map((dim, i) => (i === axis ? (part + 1) * size : dim));
  const steps = shape.map(() => 1);
  return Array.from({ length: count }, (_, part) => make("slice", { x }, { starts: from(part), limits: to(part), steps }));
};
