import { concat, sliceAxis, tensor } from "@tidu/core-tensor";
import type { Tensor, TensorSpec } from "@tidu/core-tensor";
import { layer } from "../define-layer.ts";
import type { ApplyContext, Layer, LayerOptions } from "../layer.ts";
import { oneOf } from "../option-checks.ts";
import { positionsOf } from "./positions.ts";
import { rotaryFrequencies, rotaryTemperature } from "./rotary-frequencies.ts";
import type { RotaryOptions } from "./rotary-frequencies.ts";

export interface RotaryEmbeddingOptions extends LayerOptions, RotaryOptions {
  /** The axis of the positions. Default: 1. */
  readonly sequenceAxis?: number | undefined;
  /** The axis of the features, of even size. Default: -1. */
  readonly featureAxis?: number | undefined;
}

/**
 * Turns pairs of features by an angle that grows with the position, so that products of two vectors depend on their distance (RoPE,
 * Su et al. 2021; KerasHub `RotaryEmbedding`): for queries and keys, `[batch, time, …, features]`. Attention layers do it inside with
 * their option `rotary`.
 *
 * @throws when the number of features is odd
 *
 * @example
 * rotaryEmbedding()(queries); // [batch, time, heads, features]
 */
export function rotaryEmbedding(options: RotaryEmbeddingOptions = {}): Layer {
  const where = options.name ?? "rotaryEmbedding";
  const { sequenceAxis = 1, featureAxis = -1, denominatorDim } = options;
  const { maxWavelength = 10_000, scalingFactor = 1, betaFast = 32, betaSlow = 1 } = options;
  const { originalMaxPositionEmbeddings = 4096, truncate = true } = options;
  const ropeType = oneOf(where, "ropeType", options.ropeType ?? "linear", ["linear", "dynamic", "yarn"]);
  const scaling = { maxWavelength, scalingFactor, ropeType, betaFast, betaSlow, originalMaxPositionEmbeddings, truncate, denominatorDim };
  return layer("rotaryEmbedding", {
    options,
    config: { ...scaling, sequenceAxis, featureAxis },
    rank: { atLeast: 2, axes: "[batch, time, …, features]" },
    masking: "passes",
    stepping: "cache",
    check: ([x]) => problem(x, sequenceAxis, featureAxis),
    apply: (_, x, context) => [rotated(x, scaling, context, axisOf(x.spec, sequenceAxis), axisOf(x.spec, featureAxis)), {}, { cache: {} }],
  });
}

/** x with its features turned by their positions. */
export function rotated(x: Tensor, options: RotaryOptions, context: ApplyContext, sequenceAxis: number, featureAxis: number): Tensor {
  const features = Number(x.shape[featureAxis]);
  const frequencies = Float32Array.from(rotaryFrequencies(features, options));
  const angles = positionsOf(x.shape[sequenceAxis] ?? 1, context)
    .cast("float32")
    .expandDims(1)
    .mul(tensor(frequencies)); // [time, features / 2]
  const temperature = rotaryTemperature(options);
  const along = (table: Tensor): Tensor => {
    const both = concat([table, table], 1).mul(temperature);
    const ordered = sequenceAxis < featureAxis ? both : both.transpose();
    return ordered.reshape(x.shape.map((size, axis) => (axis === sequenceAxis || axis === featureAxis ? size : 1)));
  };
  const [first, second] = [sliceAxis(x, featureAxis, 0, features / 2), sliceAxis(x, featureAxis, features / 2, features)];
  return x.mul(along(angles.cos())).add(concat([second.neg(), first], featureAxis).mul(along(angles.sin())));
}

const axisOf = ({ shape }: TensorSpec, axis: number): number => (axis < 0 ? axis + shape.length : axis);

function problem(x: TensorSpec, sequenceAxis: number, featureAxis: number): string | undefined {
  const [sequence, feature] = [axisOf(x, sequenceAxis), axisOf(x, featureAxis)];
  const size = x.shape[feature];
  if (size === undefined || x.shape[sequence] === undefined || sequence === feature)
    return `expected two different axes of the input as sequenceAxis ${sequenceAxis} and featureAxis ${featureAxis}`;
  return typeof size === "number" && size % 2 === 0
    ? undefined
    : "expected a known, even number of features, half of which turn the other half";
}
