import { divideDims, sizeOfDims, specOf, splitImage } from "@tidu/core-tensor";
import type { CallOptions, CallParams, DataFormat, Shape, TensorSpec } from "@tidu/core-tensor";
import { float } from "../lowering.ts";
import type { Lowered, Operand, Write } from "../lowering.ts";
import { reshaped } from "./arrange.ts";
import { imageBack, imageFirst } from "./channels-first.ts";
import { floats } from "./floats.ts";
import { upsampled } from "./upsampled.ts";

/** BatchNormalization has the features on axis 1: the last axis comes there by way of `[rows, features]`. */
export const batchNormalization = (x: Operand, weights: readonly Operand[], options: CallOptions, write: Write): Lowered => {
  const { axis, epsilon, scale, center } = options;
  const { shape } = x.spec;
  const features = Number(shape[Number(axis)]);
  const [mean, variance, ...affine] = weights;
  const gamma = (scale === true ? affine[0] : undefined) ?? floats([features], () => 1, write);
  const beta = (center === true ? affine.at(-1) : undefined) ?? floats([features], () => 0, write);
  const rows = axis === 1 ? x : reshaped(x, [sizeOfDims(shape.slice(0, -1)), features], write);
  const name = write.node("BatchNormalization", [rows, gamma, beta, mean ?? "", variance ?? ""], { epsilon: float(Number(epsilon)) });
  return reshaped({ name, spec: rows.spec }, shape, write);
};

/** Whether the features are on axis 1 or the last one, and their number known. */
export const isBatchNormalization = ({ options: { axis }, body }: CallParams): boolean => {
  const shape: Shape = body.inputs[0]?.spec.shape ?? [];
  return (axis === 1 || axis === shape.length - 1) && shape.length > 1 && typeof shape[axis] === "number";
};

/** An image in another size, as half-pixel centres have it. */
export const resize = (x: Operand, options: CallOptions, output: TensorSpec, write: Write): Lowered => {
  const dataFormat = formatOf(options);
  const image = imageFirst(x, dataFormat, write);
  const times = timesOf(x.spec, output, dataFormat);
  const cubic = options["interpolation"] === "bicubic" && { mode: "cubic", cubic_coeff_a: float(-0.5), exclude_outside: 1 };
  const scales = Float32Array.of(1, 1, ...times.map((count) => scaleOf(count ?? 1)));
  const y =
    options["interpolation"] === "nearest"
      ? upsampled(image, times.map(Number), write)
      : write.node(
          "Resize",
          [image, "", write.constant({ dtype: "float32", shape: [scales.length], data: scales })],
          cubic || { mode: "linear" },
        );
  return imageBack(y, x.spec.shape.length, dataFormat, write);
};

/** The new size over the old one, rounded up in single precision: however a runtime multiplies, it finds the new size and not one less. */
const scaleOf = (times: number): number => (Math.fround(times) < times ? Math.fround(times * (1 + 2 ** -23)) : Math.fround(times));

/**
 * Whether ONNX's Resize gives the same pixels on its runtimes: between pixels when no kernel is widened, and repeated pixels (which
 * of two equally near ones a nearest pixel is, they answer differently).
 */
export const isResize = ({ options, body }: CallParams): boolean => {
  const { interpolation, antialias } = options;
  const x = body.inputs[0]?.spec;
  const y = specOf(body, body.outputs[0] ?? 0);
  if (x?.dtype !== "float32" || [...x.shape, ...y.shape].includes(0)) return false;
  const times = timesOf(x, y, formatOf(options));
  if (interpolation === "nearest") return times.every((count) => Number.isInteger(count));
  const isWidened = antialias === true && times.some((count) => count === undefined || count < 1);
  return !isWidened && (interpolation === "bilinear" || (interpolation === "bicubic" && times.length === 2));
};

/** How many times as long the spatial axes become, where that is known. */
const timesOf = (from: TensorSpec, to: TensorSpec, dataFormat: DataFormat): readonly (number | undefined)[] => {
  const sizes = splitImage(to.shape, dataFormat).spatial;
  return splitImage(from.shape, dataFormat).spatial.map((size, axis) => {
    const newSize = sizes[axis] ?? 1;
    if (typeof size === "number" && typeof newSize === "number") return newSize / size;
    const times = divideDims(newSize, size);
    return typeof times === "number" ? times : undefined;
  });
};

const formatOf = (options: CallOptions): DataFormat => (options["dataFormat"] === "channelsFirst" ? "channelsFirst" : "channelsLast");
