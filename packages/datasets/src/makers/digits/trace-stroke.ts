import type { Point, Stroke } from "./glyphs.ts";

const stepsPerSpan = 6;

/** A stroke as straight pieces; a curve goes through its points (E. Catmull, R. Rom, A class of local interpolating splines, 1974). */
export function traceStroke({ kind, points }: Stroke): readonly Point[] {
  if (kind === "line") return points;
  const at = (i: number): Point => points[Math.min(Math.max(i, 0), points.length - 1)] ?? [0, 0];
  const traced: Point[] = [at(0)];
  for (let i = 0; i + 1 < points.length; i++) {
    const [before, from, to, after] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let step = 1; step <= stepsPerSpan; step++) {
      const t = step / stepsPerSpan;
      traced.push([spline(before[0], from[0], to[0], after[0], t), spline(before[1], from[1], to[1], after[1], t)]);
    }
  }
  return traced;
}

/** The cubic from p1 (t = 0) to p2 (t = 1) with slopes (p2 - p0) / 2 and (p3 - p1) / 2. */
const spline = (p0: number, p1: number, p2: number, p3: number, t: number): number =>
  p1 + (t / 2) * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
