import type { TensorData } from "@tidu/core-tensor";
import { seededRandom } from "../rows/seeded-random.ts";
import { checkPointCount } from "./point-count.ts";

export interface PlanarOptions {
  /** Rows, shared evenly among the classes; default 200. */
  readonly points?: number;
  /** Standard deviation of the normal noise on both coordinates. */
  readonly noise?: number;
  /** Reproduces the points. */
  readonly seed?: number | undefined;
}

export interface ClassifiedPoints {
  /** float32 [points, 2] */
  readonly x: TensorData<"float32">;
  /** int32 [points], the class of each row */
  readonly y: TensorData<"int32">;
}

/**
 * Round clouds around the corners of a regular polygon (a scikit-learn learner knows `make_blobs`).
 *
 * @param options `classes` clouds (default 3) at `distance` (default 5) from the middle, `noise` (default 1) wide
 * @returns x float32 [points, 2], y int32 [points]
 * @example
 * ```ts
 * const { x, y } = blobs({ points: 300, classes: 3, seed: 1 });
 * ```
 */
export function blobs({
  points = 200,
  classes = 3,
  distance = 5,
  noise = 1,
  seed,
}: PlanarOptions & { readonly classes?: number; readonly distance?: number } = {}): ClassifiedPoints {
  checkPointCount("blobs", "classes", classes);
  return scatter("blobs", { points, classes, noise, seed }, (label) => polar(distance, (2 * Math.PI * label) / classes));
}

/**
 * Two half circles that reach into each other (scikit-learn's `make_moons`), `noise` 0.1 wide by default.
 *
 * @returns x float32 [points, 2], y int32 [points]
 * @example
 * ```ts
 * const { x, y } = moons({ points: 200, noise: 0.2, seed: 1 });
 * ```
 */
export function moons({ points = 200, noise = 0.1, seed }: PlanarOptions = {}): ClassifiedPoints {
  return scatter("moons", { points, classes: 2, noise, seed }, (label, along) => {
    const [across, up] = polar(1, Math.PI * along);
    return label === 0 ? [across, up] : [1 - across, 0.5 - up];
  });
}

/**
 * A circle of radius 1 (class 0) around a smaller one (class 1; scikit-learn's `make_circles`).
 *
 * @param options `factor` (default 0.5) is the radius of the inner circle, `noise` 0.05 by default
 * @returns x float32 [points, 2], y int32 [points]
 * @example
 * ```ts
 * const { x, y } = circles({ points: 200, factor: 0.4, seed: 1 });
 * ```
 */
export function circles({
  points = 200,
  factor = 0.5,
  noise = 0.05,
  seed,
}: PlanarOptions & { readonly factor?: number } = {}): ClassifiedPoints {
  return scatter("circles", { points, classes: 2, noise, seed }, (label, along) => polar(label === 0 ? 1 : factor, 2 * Math.PI * along));
}

/**
 * Spiral arms of one turn around the origin, one for each class: easy for a hidden layer, impossible for a single one.
 *
 * @param options `classes` arms (default 2), `turns` (default 1) each, `noise` 0.02 by default
 * @returns x float32 [points, 2], y int32 [points]
 * @example
 * ```ts
 * const { x, y } = spirals({ points: 300, classes: 3, seed: 1 });
 * ```
 */
export function spirals({
  points = 200,
  classes = 2,
  turns = 1,
  noise = 0.02,
  seed,
}: PlanarOptions & { readonly classes?: number; readonly turns?: number } = {}): ClassifiedPoints {
  checkPointCount("spirals", "classes", classes);
  return scatter("spirals", { points, classes, noise, seed }, (label, along) =>
    polar(along, 2 * Math.PI * (turns * along + label / classes)),
  );
}

type Place = (label: number, along: number) => readonly [number, number];

interface ScatterOptions {
  readonly points: number;
  readonly classes: number;
  readonly noise: number;
  readonly seed: number | undefined;
}

/** Classes take turns, so that any first rows hold all of them; `along` is uniform in [0, 1). */
function scatter(where: string, { points, classes, noise, seed }: ScatterOptions, place: Place): ClassifiedPoints {
  checkPointCount(where, "points", points);
  const random = seededRandom(where, seed);
  const x = new Float32Array(points * 2);
  const y = Int32Array.from({ length: points }, (_, row) => row % classes);
  y.forEach((label, row) => {
    const centre = place(label, random.uniform());
    x[row * 2] = centre[0] + noise * random.normal();
    x[row * 2 + 1] = centre[1] + noise * random.normal();
  });
  return { x: { dtype: "float32", shape: [points, 2], data: x }, y: { dtype: "int32", shape: [points], data: y } };
}

const polar = (radius: number, angle: number): [number, number] => [radius * Math.cos(angle), radius * Math.sin(angle)];
