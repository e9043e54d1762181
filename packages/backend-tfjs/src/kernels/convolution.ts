import { splitFilter, splitImage } from "@tidu/core-tensor";
import type { ConvParams, OpFamily } from "@tidu/core-tensor";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { byColumns } from "./conv-columns.ts";
import { byDepthwiseLoops } from "./conv-depthwise.ts";
import { byGroups } from "./conv-groups.ts";
import { byKernels, kernelFits } from "./conv-kernels.ts";
import type { ConvMethod, Sliding } from "./conv-method.ts";
import { requireSpec } from "./rule.ts";
import type { KernelRules } from "./rule.ts";
import { transposed } from "./transposed.ts";

/** Computed channels last: what is channels first is transposed before and after. */
export const convolution: KernelRules<OpFamily<"convolution">> = {
  conv: ({ x, filter }, params, run) => {
    const { shape } = requireSpec(run);
    const s = slidingOf(x.shape, shape, filter.shape, params);
    return [imageTo(methodOf("conv", s, run).conv(s, image(x, params, run), weights(filter, params, run), run), shape, params, run)];
  },

  convInputGradient: ({ g, filter }, params, run) => {
    const { shape } = requireSpec(run);
    const s = slidingOf(shape, g.shape, filter.shape, params);
    const { inputGradient } = methodOf("inputGradient", s, run);
    return [imageTo(inputGradient(s, image(g, params, run), weights(filter, params, run), run), shape, params, run)];
  },

  convFilterGradient: ({ x, g }, params, run) => {
    const { shape } = requireSpec(run);
    const s = slidingOf(x.shape, g.shape, shape, params);
    const { filterGradient } = methodOf("filterGradient", s, run);
    return [filterTo(filterGradient(s, image(x, params, run), image(g, params, run), run), shape, params, run)];
  },
};

function slidingOf(x: readonly number[], y: readonly number[], filter: readonly number[], params: ConvParams): Sliding {
  const { strides, dilations, low, high, groups, dataFormat } = params;
  const { batch, spatial, channels } = splitImage(x, dataFormat);
  const { kernel, filters } = splitFilter(filter, dataFormat);
  return {
    strides,
    dilations,
    low,
    high,
    groups,
    filters,
    size: kernel,
    images: Number(batch),
    spatial: spatial.map(Number),
    channels: Number(channels),
    counts: splitImage(y, dataFormat).spatial.map(Number),
  };
}

function methodOf(part: keyof ConvMethod, s: Sliding, run: Run): ConvMethod {
  if (kernelFits(part, s, run.engine)) return byKernels;
  if (s.groups === 1) return byColumns;
  if (s.groups === s.channels && run.engine !== "gpu") return byDepthwiseLoops;
  return byGroups((one) => methodOf(part, one, run));
}

/** `[batch, channels, ...spatial]` as `[batch, ...spatial, channels]`. */
function image(x: Value, { dataFormat }: ConvParams, run: Run): Value {
  const axes = x.shape.map((_, axis) => axis);
  return dataFormat === "channelsLast" ? x : transposed(x, [0, ...axes.slice(2), 1], run);
}

/** `[filters, channels, ...size]` as `[...size, channels, filters]`. */
function weights(filter: Value, { dataFormat }: ConvParams, run: Run): Value {
  const axes = filter.shape.map((_, axis) => axis);
  return dataFormat === "channelsLast" ? filter : transposed(filter, [...axes.slice(2), 1, 0], run);
}

/** The inverse of {@link image}. */
function imageTo(x: Value, shape: readonly number[], { dataFormat }: ConvParams, run: Run): Value {
  if (dataFormat === "channelsLast") return run.reshape(x, shape);
  const axes = shape.map((_, axis) => axis);
  const [batch = 1, channels = 1, ...spatial] = shape;
  return transposed(run.reshape(x, [batch, ...spatial, channels]), [0, shape.length - 1, ...axes.slice(1, -1)], run);
}

/** The inverse of {@link weights}. */
function filterTo(filter: Value, shape: readonly number[], { dataFormat }: ConvParams, run: Run): Value {
  if (dataFormat === "channelsLast") return run.reshape(filter, shape);
  const axes = shape.map((_, axis) => axis);
  const [filters = 1, channels = 1, ...size] = shape;
  const last = shape.length - 1;
  return transposed(run.reshape(filter, [...size, channels, filters]), [last, last - 1, ...axes.slice(0, -2)], run);
}
