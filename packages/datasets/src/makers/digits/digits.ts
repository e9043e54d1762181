import type { ClassifiedImages, ImageDataset } from "../../loaders/classified-images.ts";
import { seededRandom } from "../../rows/seeded-random.ts";
import type { SeededRandom } from "../../rows/seeded-random.ts";
import { checkPointCount } from "../point-count.ts";
import { drawLine } from "./draw-line.ts";
import { glyphs } from "./glyphs.ts";
import type { Point } from "./glyphs.ts";
import { traceStroke } from "./trace-stroke.ts";

export interface DigitsOptions {
  /** Images to train on; default 6000. */
  readonly count?: number;
  /** Images to test on, drawn by the same hand but from other random numbers; default 1000. */
  readonly testCount?: number;
  /** Reproduces the images. Those of the test part do not depend on `count`. */
  readonly seed?: number | undefined;
}

/**
 * Digits drawn from strokes, in the form of MNIST and without a download: every image is one of a few ways to write its digit, its
 * strokes bent, slanted, turned, scaled and moved, with a pen of its own width and darkness, and some noise.
 *
 * The place of the digit varies more than in MNIST, where it is centred. So a linear model stays under 90 % on the test images with the
 * default counts, while a small convolutional network passes 97 %.
 *
 * @returns train.x uint8 [count, 28, 28, 1] of 0 to 255, train.y int32 [count], as many of each digit as possible; test likewise
 * @throws when a count is no positive integer, or the seed no integer
 * @example
 * ```ts
 * const { train, test } = digits({ seed: 1 });
 * ```
 */
export function digits({ count = 6000, testCount = 1000, seed }: DigitsOptions = {}): ImageDataset {
  checkPointCount("digits", "count", count);
  checkPointCount("digits", "testCount", testCount);
  return {
    train: draw(count, seededRandom("digits", seed, 0)),
    test: draw(testCount, seededRandom("digits", seed, 1)),
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
  };
}

const side = 28;

function draw(count: number, random: SeededRandom): ClassifiedImages {
  const y = random.shuffle(Int32Array.from({ length: count }, (_, i) => i % 10));
  const x = new Uint8Array(count * side * side);
  const pixels = new Float32Array(side * side);
  y.forEach((digit, i) => {
    pixels.fill(0);
    write(digit, pixels, random);
    const ink = between(random, 0.65, 1);
    const noise = between(random, 0.02, 0.12);
    for (let at = 0; at < pixels.length; at++) {
      x[i * pixels.length + at] = Math.min(255, Math.max(0, Math.round(255 * (ink * (pixels[at] ?? 0) + noise * between(random, -1, 1)))));
    }
  });
  return { x: { dtype: "uint8", shape: [count, side, side, 1], data: x }, y: { dtype: "int32", shape: [count], data: y } };
}

/** Writes one digit: bends the glyph's points, then carries its box onto the canvas. */
function write(digit: number, pixels: Float32Array, random: SeededRandom): void {
  const ways = glyphs[digit] ?? [];
  const glyph = ways[Math.floor(random.uniform() * ways.length)] ?? [];
  const height = between(random, 15, 21);
  const width = height * between(random, 0.5, 0.85) * (digit === 1 ? 0.6 : 1);
  const slant = 0.05 + 0.16 * clamped(random);
  const angle = 0.13 * clamped(random);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [middleX, middleY] = [side / 2 + between(random, -3, 3), side / 2 + between(random, -3, 3)];
  const place = ([x, y]: Point): Point => {
    const down = height * (y - 0.5);
    const across = width * (x - 0.5) - slant * down;
    return [middleX + cos * across - sin * down, middleY + sin * across + cos * down];
  };
  const bend = between(random, 0.01, 0.05);
  const pen = between(random, 1.6, 3.2);
  for (const { kind, points } of glyph) {
    const bent = points.map(([x, y]): Point => [x + bend * clamped(random), y + bend * clamped(random)]);
    drawLine({ side, pixels }, traceStroke({ kind, points: bent }).map(place), pen, pen * between(random, 0.6, 1.1));
  }
}

const between = (random: SeededRandom, low: number, high: number): number => low + (high - low) * random.uniform();

/** A standard normal number without its tails. */
const clamped = (random: SeededRandom): number => Math.min(2, Math.max(-2, random.normal()));
