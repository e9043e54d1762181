import { splitFilter } from "../ops/convolution.ts";
import { joinImage, requireChannels, requireImage } from "../ops/windows.ts";
import { addDims, mulDims } from "../shape/dim.ts";
import type { Dim } from "../shape/dim.ts";
import { isStatic } from "../shape/shape.ts";
import { printSpec } from "../spec.ts";
import { apply, one } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import type { ConvOptions } from "./convolution.ts";
import { explicitSides, perAxis } from "./window-options.ts";
import type { Padding } from "./window-options.ts";

/** How a transposed convolution spreads an image. */
export interface ConvTransposeOptions extends Omit<ConvOptions, "padding"> {
  /**
   * What is cut from the result: nothing (`"valid"`), so much that it is `size · stride` long (`"same"`), or numbers as in PyTorch.
   * Default: `"valid"`.
   */
  readonly padding?: Exclude<Padding, "causal"> | undefined;
  /**
   * Of the lengths that a convolution with this stride would turn into the one of x, which is meant: so much is added behind.
   * Default: with `"valid"` what a stride larger than the kernel needs, with `"same"` what makes `size · stride`, else 0.
   */
  readonly outputPadding?: number | readonly number[] | undefined;
}

/**
 * The transposed convolution over one to three spatial axes: the adjoint of {@link conv} (Keras `ops.conv_transpose`).
 *
 * The result is `(size - 1) · stride + reach + outputPadding` long, with `reach = dilation · (kernel - 1) + 1`, less the padding
 * when it is given in numbers; with `"same"` it is `size · stride`, or with an outputPadding
 * `(size - 1) · stride + reach mod 2 + outputPadding`, as in Keras.
 *
 * @param x `[batch, ...spatial, channels]`, or `[batch, channels, ...spatial]` with `dataFormat: "channelsFirst"`
 * @param filter `[...kernel, filters / groups, channels]`, or `[channels, filters / groups, ...kernel]`
 * @returns `[batch, ...spatial, filters]`, or channels first
 * @throws when channels and filter do not match, groups do not divide, or an outputPadding is not smaller than the stride
 */
export function convTranspose(x: Tensor, filter: Tensor, options: ConvTransposeOptions = {}): Tensor {
  const { strides = 1, padding = "valid", outputPadding, dilations = 1, groups = 1, dataFormat = "channelsLast" } = options;
  const where = `convTranspose of ${printSpec(x.spec)} and filter ${printSpec(filter.spec)}`;
  const image = requireImage(x.spec, dataFormat, where);
  const { batch, spatial } = image;
  const axes = spatial.length;
  if (!isStatic(filter.shape) || filter.ndim !== x.ndim) {
    const layout = dataFormat === "channelsLast" ? "[...kernel, filters / groups, channels]" : "[channels, filters / groups, ...kernel]";
    throw new Error(`${where}: expected a filter ${layout} of rank ${x.ndim} and known size.`);
  }
  const { kernel, inChannels: perGroup, filters: expected } = splitFilter(filter.shape, dataFormat);
  requireChannels(image, expected, where);
  const [count = 1] = perAxis(groups, 1, "convTranspose: groups");
  if (expected % count !== 0) throw new RangeError(`${where}: ${expected} channels do not divide into ${count} groups.`);

  const steps = perAxis(strides, axes, "convTranspose: strides");
  const apart = perAxis(dilations, axes, "convTranspose: dilations");
  const extra = outputPadding === undefined ? undefined : perAxis(outputPadding, axes, "convTranspose: outputPadding", 0);
  const sides = spatial.map((size, axis) => {
    const reach = (apart[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) + 1;
    return spreadAxis({ size, reach, stride: steps[axis] ?? 1, extra: extra?.[axis], padding, axis, axes, where });
  });
  const inputShape = joinImage({ batch, spatial: sides.map(({ size }) => size), channels: perGroup * count }, dataFormat);
  const params = {
    strides: steps,
    dilations: apart,
    low: sides.map(({ low }) => low),
    high: sides.map(({ high }) => high),
    groups: count,
    dataFormat,
    inputShape,
  };
  return one(apply("convInputGradient", { g: x, filter }, params));
}

interface SpreadAxis {
  readonly size: Dim;
  readonly reach: number;
  readonly stride: number;
  readonly extra: number | undefined;
  readonly padding: Exclude<Padding, "causal">;
  readonly axis: number;
  readonly axes: number;
  readonly where: string;
}

/** The length of the result along one axis, and what the convolution that it is the adjoint of would pad. */
function spreadAxis({ size, reach, stride, extra, padding, axis, axes, where }: SpreadAxis): { size: Dim; low: number; high: number } {
  const spread = (length: number): Dim => addDims(mulDims(addDims(size, -1), stride), length);
  if (padding === "same") {
    const last = extra === undefined ? stride : (reach % 2) + extra;
    if (last < 1 || last > stride) {
      throw new RangeError(
        `${where}: with padding "same" and stride ${stride}, the outputPadding of spatial axis ${axis} is from ${1 - (reach % 2)} to ${stride - (reach % 2)}, received ${extra}.`,
      );
    }
    const cut = Math.max(reach - last, 0);
    return { size: spread(last), low: Math.floor(cut / 2), high: Math.ceil(cut / 2) };
  }
  if (extra !== undefined && extra >= stride) {
    throw new RangeError(
      `${where}: the outputPadding ${extra} of spatial axis ${axis} is not smaller than the stride ${stride}. Use a smaller one, or pad the result.`,
    );
  }
  if (padding === "valid") return { size: spread(reach + (extra ?? Math.max(stride - reach, 0))), low: 0, high: 0 };
  if (typeof padding === "string") {
    throw new RangeError(`${where}: padding "${String(padding)}" is not for transposed convolutions: "valid", "same" or numbers.`);
  }
  const [low, high] = explicitSides(padding, axis, axes, where);
  const length = spread(reach + (extra ?? 0) - low - high);
  if (typeof length === "number" && length < 1) {
    throw new RangeError(`${where}: padding ${low} and ${high} on spatial axis ${axis} leaves nothing of the result. Use less.`);
  }
  return { size: length, low, high };
}
