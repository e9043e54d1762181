import { isStatic } from "@tidu/core-tensor";
import type { ConvParams, Ops, ValueId } from "@tidu/core-tensor";
import type { Expansion, Making } from "../expansions/expansion.ts";

// Images are [batch, channels, ...spatial] here, filters [filters, channels / groups, ...kernel].

/** The provider's convolution over three axes knows no groups: one convolution each. */
export const conv: Expansion<Ops["conv"]> = ({ inputs: { x, filter }, params, making }) =>
  params.groups === 1 || params.strides.length < 3 ? undefined : grouped(x, filter, params, making);

/**
 * The convolution of the cotangent, with zeros where strides left a gap, with the reversed filter. (The provider's ConvTranspose is wrong
 * with groups and fails on three axes.)
 */
export const convInputGradient: Expansion<Ops["convInputGradient"]> = ({ inputs: { g, filter }, params, making }) => {
  const { strides, dilations, low, groups, inputShape, ...format } = params;
  const { builder, make } = making;
  const spatial = inputShape.slice(2);
  const counts = builder.specOf(g).shape.slice(2);
  const [filters, channels, ...kernel] = builder.specOf(filter).shape.map(Number);
  if ((strides.length < 3 && groups === 1) || !isStatic(spatial) || !isStatic(counts)) return undefined;
  if (filters === undefined || channels === undefined) return undefined;

  const apart = make("reshape", { x: filter }, { shape: [groups, filters / groups, channels, ...kernel] });
  const swapped = make("transpose", { x: apart }, { permutation: [0, 2, 1, ...kernel.map((_, axis) => axis + 3)] });
  const whole = make("reshape", { x: swapped }, { shape: [groups * channels, filters / groups, ...kernel] });
  const reversed = make("reverse", { x: whole }, { axes: kernel.map((_, axis) => axis + 2) });

  const gaps = spatial.map(Number).reduce((image, size, axis) => {
    const stride = strides[axis] ?? 1;
    const reach = ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1);
    const index = Int32Array.from({ length: size + reach }, (_, position) => {
      const at = (position + (low[axis] ?? 0) - reach) / stride;
      return Number.isInteger(at) && at >= 0 && at < (counts[axis] ?? 0) ? at : -1;
    });
    return make("reindex", { x: image }, { axis: axis + 2, index });
  }, g);

  const none = spatial.map(() => 0);
  const slid: ConvParams = { ...format, strides: spatial.map(() => 1), dilations, low: none, high: none, groups };
  return strides.length === 3 && groups > 1 ? grouped(gaps, reversed, slid, making) : make("conv", { x: gaps, filter: reversed }, slid);
};

/** One convolution for every group. */
const grouped = (x: ValueId, filter: ValueId, params: ConvParams, making: Making): ValueId => {
  const { groups } = params;
  const images = split(x, 1, groups, making);
  const filters = split(filter, 0, groups, making);
  const values = images.map((image, i) => making.make("conv", { x: image, filter: filters[i] ?? -1 }, { ...params, groups: 1 }));
  return making.make("concat", { values }, { axis: 1 });
};

const split = (x: ValueId, axis: number, parts: number, { builder, make }: Making): readonly ValueId[] => {
  const { shape } = builder.specOf(x);
  const size = Number(shape[axis]) / parts;
  return Array.from({ length: parts }, (_, part) =>
    make(
      "slice",
      { x },
      {
        starts: shape.map((_, i) => (i === axis ? part * size : 0)),
        limits: shape.map((dim, i) => (i === axis ? (part + 1) * size : dim)),
        steps: shape.map(() => 1),
      },
    ),
  );
};
