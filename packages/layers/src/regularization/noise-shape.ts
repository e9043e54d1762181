import { broadcastShapes, printShape } from "@tidu/core-tensor";
import type { Shape } from "@tidu/core-tensor";

/** The shape of the random decisions: 1 shares one along an axis, `null` takes the input's size. */
export type NoiseShape = readonly (number | null)[];

export const noiseShapeOf = (shape: Shape, noiseShape: NoiseShape | undefined): Shape =>
  noiseShape?.map((dim, axis) => dim ?? shape[axis] ?? 1) ?? shape;

/** What is wrong with a noise shape for this input, if anything. */
export function noiseShapeProblem(shape: Shape, noiseShape: NoiseShape | undefined): string | undefined {
  if (noiseShape === undefined) return undefined;
  const expected = `expected an input that fits the noise shape [${noiseShape.map(String).join(", ")}]`;
  try {
    const resolved = noiseShapeOf(shape, noiseShape);
    const fits = resolved.length === shape.length && printShape(broadcastShapes(resolved, shape, "")) === printShape(shape);
    return fits ? undefined : expected;
  } catch {
    return expected;
  }
}
