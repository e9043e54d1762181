import { tensor } from "../leaf-tensors.ts";
import { apply, literal, one } from "../tensor.ts";
import type { Tensor } from "../tensor.ts";
import type { Dim } from "../shape/dim.ts";
import { sizeOfDims } from "../shape/shape.ts";
import type { Shape } from "../shape/shape.ts";
import { keyOfSeed } from "../random/hash.ts";
import type { Key } from "../random/hash.ts";
import { erfInverse } from "./erf-inverse.ts";
import { argsort } from "./indexing.ts";
import { bitwiseXor, shiftRight } from "./math.ts";
import { concat, full, iota, where } from "./shaping.ts";

/** A key as a tensor uint32[2]: of a seed, or of the two words of a stored key. */
export const randomKey = (seed: number | Key): Tensor => tensor(Uint32Array.from(typeof seed === "number" ? keyOfSeed(seed) : seed));

/** 32 random bits per element (uint32). One key always gives the same bits: derive a key for each use with {@link splitKey} or {@link foldIn}. */
export function randomBits(key: Tensor, shape: Shape): Tensor {
  return one(apply("randomBits", { key, counter: iota(sizeOfDims(shape), "uint32") }, {})).reshape(shape);
}

/**
 * A key derived from another and a number (a step, a layer's position): different numbers, independent streams.
 *
 * @param data a number, or a scalar int32 or uint32 tensor
 */
export function foldIn(key: Tensor, data: number | Tensor): Tensor {
  const counter = (typeof data === "number" ? literal(data >>> 0, "uint32") : data.cast("uint32")).reshape([1]);
  const [first, second] = [key.slice([0], [1]), key.slice([1], [2])];
  const draw = (a: Tensor, b: Tensor): Tensor => one(apply("randomBits", { key: concat([a, b]), counter }, {}));
  return concat([draw(bitwiseXor(first, 0x5851f42d), second), draw(bitwiseXor(second, 0x14057b7e), first)]);
}

/** Independent keys derived from one. */
export const splitKey = (key: Tensor, count = 2): readonly Tensor[] => Array.from({ length: count }, (_, i) => foldIn(key, i));

/** The top 24 bits of each word as a number in [0, 1): every value is a multiple of 2⁻²⁴, exact in float32. */
const unit = (key: Tensor, shape: Shape): Tensor =>
  shiftRight(randomBits(key, shape), 8)
    .cast("int32")
    .cast("float32")
    .mul(2 ** -24);

/**
 * Uniform float32 numbers in [low, high); rounding can give `high` itself when it is large against `high - low`.
 *
 * @param key uint32[2]; one key always gives the same numbers
 * @param low default: 0
 * @param high default: 1
 */
export const uniform = (key: Tensor, shape: Shape, low = 0, high = 1): Tensor => {
  const u = unit(key, shape);
  return low === 0 && high === 1 ? u : u.mul(high - low).add(low);
};

/**
 * Normal float32 numbers (Box and Muller 1958).
 *
 * @param key uint32[2]; one key always gives the same numbers
 * @param mean default: 0
 * @param standardDeviation default: 1
 */
export function normal(key: Tensor, shape: Shape, mean = 0, standardDeviation = 1): Tensor {
  const [a, b] = splitKey(key);
  if (a === undefined || b === undefined) throw new Error("normal: no key.");
  const radius = literal(1, "float32").sub(unit(a, shape)).log().mul(-2).sqrt(); // 1 − u is in (0, 1]
  return radius
    .mul(
      unit(b, shape)
        .mul(2 * Math.PI)
        .cos(),
    )
    .mul(standardDeviation)
    .add(mean);
}

/**
 * Normal float32 numbers within two standard deviations, by inverting the distribution: those of Keras's truncated normal, which
 * draws again what lies beyond.
 *
 * @param key uint32[2]; one key always gives the same numbers
 * @param mean default: 0
 * @param standardDeviation of the normal distribution before it is cut; default: 1
 */
export function truncatedNormal(key: Tensor, shape: Shape, mean = 0, standardDeviation = 1): Tensor {
  const bound = 0.9544997361036416; // P(|z| < 2)
  const centred = unit(key, shape)
    .mul(2)
    .add(2 ** -24 - 1); // symmetric around 0, inside (−1, 1)
  return erfInverse(centred.mul(bound))
    .mul(Math.SQRT2 * standardDeviation)
    .add(mean);
}

/**
 * True with probability `rate`, decided on 24 bits (bool).
 *
 * @param key uint32[2]; one key always gives the same
 * @throws when `rate` is not from 0 to 1
 */
export function bernoulli(key: Tensor, shape: Shape, rate: number): Tensor {
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`bernoulli: expected a rate from 0 to 1, received ${rate}.`);
  return shiftRight(randomBits(key, shape), 8)
    .cast("int32")
    .less(Math.round(rate * 2 ** 24));
}

/** 0 … size − 1 in random order (int32): positions sorted by random words, the first of equal ones first. */
export const permutation = (key: Tensor, size: Dim): Tensor => argsort(shiftRight(randomBits(key, [size]), 1).cast("int32"));

/**
 * One class per row, drawn with the probabilities softmax(logits) along the last axis (Gumbel's maximum).
 *
 * @returns int32, the shape of `logits` without its last axis
 */
export function categorical(key: Tensor, logits: Tensor): Tensor {
  const u = unit(key, logits.shape).maximum(2 ** -25); // inside (0, 1): the middle of the lowest step stands for 0
  return logits.sub(u.log().neg().log()).argMax(-1);
}

/**
 * `x` with elements zeroed at `rate` and the others scaled by `1 / (1 − rate)`, so that the mean stays.
 *
 * @param noiseShape stretches to the shape of `x` (the default): axes of size 1 are zeroed together
 * @throws when `rate` is not from 0 to 1
 */
export const dropout = (key: Tensor, x: Tensor, rate: number, noiseShape: Shape = x.shape): Tensor =>
  where(bernoulli(key, noiseShape, 1 - rate), full([], 1 / (1 - rate)), 0).mul(x);
