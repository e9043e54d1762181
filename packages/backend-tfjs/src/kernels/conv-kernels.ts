import type { EngineKind } from "../engine.ts";
import type { Value } from "../plan.ts";
import type { Run } from "../run.ts";
import { imageShape, resultShape, tapCount } from "./conv-method.ts";
import type { ConvMethod, Sliding } from "./conv-method.ts";

/**
 * Whether tfjs has the right kernel: two axes at most, the gradients without dilations. The cpu backend's are no faster than
 * products of matrices, and wasm's own input gradient fifteen times slower than a convolution by the turned filter.
 */
export function kernelFits(part: keyof ConvMethod, s: Sliding, engine: EngineKind): boolean {
  const [dense, depthwise] = [s.groups === 1, s.groups === s.channels];
  if (engine === "cpu" || s.spatial.length > 2 || !(dense || depthwise)) return false;
  const [steps, gaps] = [s.strides.some((stride) => stride > 1), s.dilations.some((dilation) => dilation > 1)];
  if (part === "conv") return engine === "wasm" || dense || !(steps && gaps);
  if (engine === "gpu") return !gaps;
  const { low, high } = turned(s);
  return part === "inputGradient" && !steps && (dense || s.filters === s.channels) && [...low, ...high].every((count) => count >= 0);
}

/** The kernels of tfjs. */
export const byKernels: ConvMethod = {
  conv: (s, x, filter, run) => {
    const attributes = { strides: plane(s.strides), dilations: plane(s.dilations), pad: padding(s), dataFormat: "NHWC" };
    const inputs = { x: run.reshape(x, planes(imageShape(s))), filter: filterPlanes(s, filter, run) };
    return run(s.groups === 1 ? "Conv2D" : "DepthwiseConv2dNative", inputs, attributes, {
      shape: planes(resultShape(s)),
      dtype: "float32",
    });
  },

  inputGradient: (s, g, filter, run) => {
    if (run.engine === "wasm") return byKernels.conv(turned(s), g, turnedFilter(s, filter, run), run);
    const inputShape = planes(imageShape(s));
    const attributes = { strides: plane(s.strides), dilations: plane(s.dilations), pad: padding(s), dataFormat: "NHWC", inputShape };
    const inputs = { dy: run.reshape(g, planes(resultShape(s))), filter: filterPlanes(s, filter, run) };
    const kernel = s.groups === 1 ? "Conv2DBackpropInput" : "DepthwiseConv2dNativeBackpropInput";
    return run(kernel, inputs, attributes, { shape: inputShape, dtype: "float32" });
  },

  filterGradient: (s, x, g, run) => {
    const shape = planeFilter(s);
    const attributes = {
      strides: plane(s.strides),
      dilations: plane(s.dilations),
      pad: padding(s),
      dataFormat: "NHWC",
      filterShape: shape,
    };
    const inputs = { x: run.reshape(x, planes(imageShape(s))), dy: run.reshape(g, planes(resultShape(s))) };
    return run(s.groups === 1 ? "Conv2DBackpropFilter" : "DepthwiseConv2dNativeBackpropFilter", inputs, attributes, {
      shape,
      dtype: "float32",
    });
  },
};

/** The convolution that takes cotangents back to images, for windows that move by 1. */
function turned(s: Sliding): Sliding {
  const around = (padding: readonly number[]): readonly number[] =>
    padding.map((count, axis) => (s.dilations[axis] ?? 1) * ((s.size[axis] ?? 1) - 1) - count);
  const { images, channels, filters, spatial, counts } = s;
  return { ...s, images, channels: filters, filters: channels, spatial: counts, counts: spatial, low: around(s.low), high: around(s.high) };
}

/** The filter with its taps in reverse and, unless depthwise, its channels and filters exchanged. */
function turnedFilter(s: Sliding, filter: Value, run: Run): Value {
  const taps = tapCount(s);
  const [rows, columns] = [s.channels / s.groups, s.filters];
  const shape = s.groups === 1 ? [...s.size, columns, rows] : filter.shape;
  const [rowStep, columnStep] = s.groups === 1 ? [1, rows] : [columns, 1];
  return run.write([filter], { shape, dtype: "float32" }, (out, from = out) => {
    let source = 0;
    for (let tap = taps - 1; tap >= 0; tap--)
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++)
          out[tap * rows * columns + row * rowStep + column * columnStep] = from[source++] ?? 0;
  });
}

/** Numbers per spatial axis as two: a row is an image of height 1. */
const plane = (list: readonly number[], missing = 1): [number, number] =>
  list.length === 2 ? [list[0] ?? 1, list[1] ?? 1] : [missing, list[0] ?? missing];

const planes = ([batch = 1, ...rest]: readonly number[]): number[] => [batch, ...plane(rest.slice(0, -1)), rest.at(-1) ?? 1];

const padding = (s: Sliding): number[][] => {
  const [low, high] = [plane(s.low, 0), plane(s.high, 0)];
  return [
    [0, 0],
    [low[0], high[0]],
    [low[1], high[1]],
    [0, 0],
  ];
};

/** tfjs has a depthwise filter as `[height, width, channels, filters of each]`. */
const planeFilter = (s: Sliding): [number, number, number, number] =>
  s.groups === 1 ? [...plane(s.size), s.channels, s.filters] : [...plane(s.size), s.channels, s.filters / s.channels];

const filterPlanes = (s: Sliding, filter: Value, run: Run): Value => run.reshape(filter, planeFilter(s));
