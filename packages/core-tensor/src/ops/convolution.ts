import { op } from "../op.ts";
import { printDim } from "../shape/dim.ts";
import { printShape, sameShape } from "../shape/shape.ts";
import type { Shape } from "../shape/shape.ts";
import { printSpec } from "../spec.ts";
import type { TensorSpec } from "../spec.ts";
import { joinImage, requireChannels, requireImage, windowCounts } from "./windows.ts";
import type { DataFormat, WindowParams } from "./windows.ts";

/** How a filter slides over an image. */
export interface ConvParams extends WindowParams {
  /** Distance between the taps of the filter, per spatial axis. */
  readonly dilations: readonly number[];
  /** Channels are divided into so many groups, each with filters of its own; as many as channels is a depthwise convolution. */
  readonly groups: number;
}

/**
 * Correlations of images with filters, over one to three spatial axes (Keras and PyTorch call it convolution). Channels last: x is
 * `[batch, ...spatial, inChannels]`, the filter `[...kernel, inChannels / groups, filters]`. Channels first: x is
 * `[batch, inChannels, ...spatial]`, the filter `[filters, inChannels / groups, ...kernel]`.
 */
export const convolution = {
  conv: op<ConvParams>()({
    inputs: ["x", "filter"],
    infer: ({ x, filter }, params) => [{ dtype: "float32", shape: convShape(x.shape, x, filter, params, "conv") }],
  }),
  /** The adjoint of {@link convolution.conv} in x: from the cotangent of its result to its input; also the transposed convolution. */
  convInputGradient: op<ConvParams & { readonly inputShape: Shape }>()({
    inputs: ["g", "filter"],
    infer: ({ g, filter }, params) => {
      const x: TensorSpec = { dtype: "float32", shape: params.inputShape };
      requireResult(g, convShape(x.shape, x, filter, params, "convInputGradient"), "convInputGradient");
      return [x];
    },
  }),
  /** The adjoint of {@link convolution.conv} in the filter. */
  convFilterGradient: op<ConvParams & { readonly filterShape: readonly number[] }>()({
    inputs: ["x", "g"],
    infer: ({ x, g }, params) => {
      const filter: TensorSpec = { dtype: "float32", shape: params.filterShape };
      requireResult(g, convShape(x.shape, x, filter, params, "convFilterGradient"), "convFilterGradient");
      return [filter];
    },
  }),
};

/** The parts of a filter's shape. */
export interface FilterShape {
  readonly kernel: readonly number[];
  /** Input channels of one group. */
  readonly inChannels: number;
  readonly filters: number;
}

/** Takes `[...kernel, inChannels, filters]` (or `[filters, inChannels, ...kernel]`) apart. */
export function splitFilter(shape: readonly number[], dataFormat: DataFormat): FilterShape {
  return dataFormat === "channelsLast"
    ? { kernel: shape.slice(0, -2), inChannels: shape.at(-2) ?? 1, filters: shape.at(-1) ?? 1 }
    : { kernel: shape.slice(2), inChannels: shape[1] ?? 1, filters: shape[0] ?? 1 };
}

function convShape(shape: Shape, x: TensorSpec, filter: TensorSpec, params: ConvParams, name: string): Shape {
  const where = `${name} of ${printSpec(x)} and filter ${printSpec(filter)}`;
  const { dataFormat, groups } = params;
  const image = requireImage(x, dataFormat, where);
  const known = filter.shape.filter((dim) => typeof dim === "number");
  if (filter.shape.length !== shape.length || known.length !== shape.length || filter.dtype !== "float32") {
    const layout =
      dataFormat === "channelsLast" ? "[...kernel, inChannels / groups, filters]" : "[filters, inChannels / groups, ...kernel]";
    throw new Error(`${where}: expected a float32 filter ${layout} of rank ${shape.length} and known size.`);
  }
  const { kernel, inChannels, filters } = splitFilter(known, dataFormat);
  if (filters % groups !== 0) throw new RangeError(`${where}: ${filters} filters do not divide into ${groups} groups.`);
  if (typeof image.channels === "number" && image.channels % groups !== 0)
    throw new RangeError(`${where}: ${image.channels} channels do not divide into ${groups} groups.`);
  requireChannels(image, inChannels * groups, groups === 1 ? where : `${where} with ${groups} groups`);
  return joinImage(
    { batch: image.batch, spatial: windowCounts(image.spatial, kernel, params, params.dilations, where), channels: filters },
    dataFormat,
  );
}

function requireResult(g: TensorSpec, expected: Shape, name: string): void {
  if (g.dtype === "float32" && sameShape(g.shape, expected)) return;
  throw new Error(
    `${name}: expected a cotangent float32${printShape(expected)}, received ${g.dtype}[${g.shape.map(printDim).join(", ")}].`,
  );
}
