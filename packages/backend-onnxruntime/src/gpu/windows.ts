import { isStatic, splitImage } from "@tidu/core-tensor";
import type { PoolParams, Shape } from "@tidu/core-tensor";
import { pixelAt, positionsIn } from "../expansions/image-rows.ts";

/** Which pixels windows see, by number. */
export interface WindowTable {
  readonly pixels: number;
  readonly windows: number;
  /** Elements of a window. */
  readonly taps: number;
  /** `[windows, taps]`: the pixel under each tap. Taps on padding come last and see the window's first pixel once more. */
  readonly seen: Int32Array;
}

/** The windows of a pooling, where the sizes of the image are known. */
export function windowTable(image: Shape, counts: Shape, params: PoolParams): WindowTable | undefined {
  const { spatial } = splitImage(image, params.dataFormat);
  const places = splitImage(counts, params.dataFormat).spatial;
  if (!isStatic(spatial) || !isStatic(places)) return undefined;
  const { size, strides, low } = params;
  const taps = positionsIn(size);
  const seen = positionsIn(places).flatMap((window) => {
    const under = taps.map((tap) =>
      pixelAt(
        tap.map((position, axis) => (window[axis] ?? 0) * (strides[axis] ?? 1) - (low[axis] ?? 0) + position),
        spatial,
      ),
    );
    const real = under.filter((pixel) => pixel >= 0);
    return [...real, ...under.slice(real.length).map(() => real[0] ?? 0)];
  });
  const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
  return { pixels: count(spatial), windows: count(places), taps: taps.length, seen: Int32Array.from(seen) };
}
