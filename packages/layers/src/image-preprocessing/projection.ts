import { gather, iota, where } from "@tidu/core-tensor";
import type { Tensor, TensorLike } from "@tidu/core-tensor";
import { onChannels } from "./channels.ts";
import { ontoImage } from "./fill-mode.ts";
import type { Sampling } from "./fill-mode.ts";
import { imageSize } from "./image-layer.ts";

/**
 * Where every pixel of a result comes from: (x, y) is read at ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k) with
 * k = c0 x + c1 y + 1. Entries are numbers, or a tensor `[batch, 1, 1]` with one for each image.
 */
export interface Projection {
  readonly a: readonly [TensorLike, TensorLike, TensorLike];
  readonly b: readonly [TensorLike, TensorLike, TensorLike];
  /** Absent: k is 1. */
  readonly c?: readonly [TensorLike, TensorLike];
}

/** Moves the pixels of images `[batch, height, width, channels]`, as TensorFlow's ImageProjectiveTransformV3 does. */
export function project(images: Tensor, { a, b, c }: Projection, sampling: Sampling, name: string): Tensor {
  const { batch, height, width } = imageSize(images, name);
  const x = iota(width, "float32").reshape([1, 1, width]);
  const y = iota(height, "float32").reshape([1, height, 1]);
  const sx = x.mul(a[0]).add(y.mul(a[1])).add(a[2]);
  const sy = x.mul(b[0]).add(y.mul(b[1])).add(b[2]);
  const all = [batch, height, width];
  if (c === undefined) return sampleAt(images, sy.broadcastTo(all), sx.broadcastTo(all), sampling, name);

  const k = x.mul(c[0]).add(y.mul(c[1])).add(1);
  const horizon = k.equal(0).broadcastTo(all); // nothing is there
  const divisor = where(horizon, 1, k);
  const seen = sampleAt(images, sy.div(divisor), sx.div(divisor), sampling, name);
  return where(horizon.expandDims(-1), sampling.fillValue, seen);
}

/**
 * The values of images at places between their pixels.
 *
 * @param images `[batch, height, width, channels]`
 * @param y rows, `[batch, newHeight, newWidth]`
 * @param x columns, of the same shape
 */
export function sampleAt(images: Tensor, y: Tensor, x: Tensor, { fillMode, fillValue, interpolation }: Sampling, name: string): Tensor {
  const { height, width, channels } = imageSize(images, name);
  const rows = ontoImage(y, height, fillMode);
  const columns = ontoImage(x, width, fillMode);
  const beside = fillMode === "constant";
  if (interpolation === "nearest") {
    const [i, j] = [nearest(rows), nearest(columns)];
    const found = pixels(images, i, j, name);
    if (!beside) return found;
    const covered = onAxis(i, height).logicalAnd(onAxis(j, width)).cast("float32");
    return where(onChannels(covered, channels).greater(0), found, fillValue);
  }
  const ofRows = neighbours(rows, height, beside);
  const ofColumns = neighbours(columns, width, beside);
  const parts = ofRows.flatMap(([i, wi]) => ofColumns.map(([j, wj]) => pixels(images, i, j, name).mul(onChannels(wi.mul(wj), channels))));
  const value = parts.reduce((sum, part) => sum.add(part));
  if (!beside || fillValue === 0) return value;
  const uncovered = weightOf(ofRows).mul(weightOf(ofColumns)).neg().add(1);
  return value.add(onChannels(uncovered.mul(fillValue), channels));
}

type Neighbour = readonly [position: Tensor, weight: Tensor];

/** The pixels on both sides of a place, with their weights: 0 beside the image. */
function neighbours(place: Tensor, size: number, beside: boolean): readonly [Neighbour, Neighbour] {
  const first = place.floor();
  const second = first.add(1);
  const fraction = place.sub(first);
  const weigh = (weight: Tensor, position: Tensor): Tensor => (beside ? weight.mul(onAxis(position, size).cast("float32")) : weight);
  return [
    [first, weigh(fraction.neg().add(1), first)],
    [second, weigh(fraction, second)],
  ];
}

const weightOf = ([[, first], [, second]]: readonly [Neighbour, Neighbour]): Tensor => first.add(second);

const onAxis = (position: Tensor, size: number): Tensor => position.greaterEqual(0).logicalAnd(position.lessEqual(size - 1));

/** To the nearest whole number, halves away from 0. */
const nearest = (place: Tensor): Tensor => place.sign().mul(place.abs().add(0.5).floor());

/** The pixels at whole places, `[batch, newHeight, newWidth, channels]`; any pixel for places beside the image. */
function pixels(images: Tensor, row: Tensor, column: Tensor, name: string): Tensor {
  const { batch, height, width, channels } = imageSize(images, name);
  const i = row
    .maximum(0)
    .minimum(height - 1)
    .cast("int32");
  const j = column
    .maximum(0)
    .minimum(width - 1)
    .cast("int32");
  const first = iota(batch)
    .mul(height * width)
    .reshape([batch, 1, 1]);
  return gather(images.reshape([-1, channels]), first.add(i.mul(width)).add(j));
}
