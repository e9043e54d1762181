import { splitImage } from "../ops/windows.ts";
import type { DataFormat, WindowParams } from "../ops/windows.ts";
import { sizeOfShape } from "../tensor-data.ts";

/** Where the elements of an image stand: at `n · batch + pixel · pixelStep + channel · channelStep`. */
export interface ImageLayout {
  readonly images: number;
  readonly spatial: readonly number[];
  readonly pixels: number;
  readonly channels: number;
  readonly batch: number;
  readonly pixelStep: number;
  readonly channelStep: number;
}

/** The layout of `[batch, ...spatial, channels]`, or channels first; the spatial axes are one row of pixels. */
export function imageLayout(shape: readonly number[], dataFormat: DataFormat): ImageLayout {
  const parts = splitImage(shape, dataFormat);
  const [images, channels] = [Number(parts.batch), Number(parts.channels)];
  const spatial = parts.spatial.map(Number);
  const pixels = sizeOfShape(spatial);
  const [pixelStep, channelStep] = dataFormat === "channelsLast" ? [channels, 1] : [1, pixels];
  return { images, spatial, pixels, channels, batch: pixels * channels, pixelStep, channelStep };
}

/** The taps of every window that fall on the image: those of window `o` are the entries from `starts[o]` to `starts[o + 1]`. */
export interface Windows {
  readonly starts: readonly number[];
  /** Row-major position in the kernel. */
  readonly taps: readonly number[];
  /** Row-major position on the image. */
  readonly pixels: readonly number[];
}

/** Slides a kernel over an image of one to three spatial axes; padding has no entries. */
export function slideWindows(
  spatial: readonly number[],
  counts: readonly number[],
  kernel: readonly number[],
  { strides, low }: Pick<WindowParams, "strides" | "low">,
  dilations: readonly number[],
): Windows {
  const alongAxis = (back: number): Axis => {
    const axis = spatial.length - back;
    if (axis < 0) return { size: 1, kernel: 1, hits: [[{ tap: 0, pixel: 0 }]] };
    const size = spatial[axis] ?? 1;
    const taps = kernel[axis] ?? 1;
    const hits = Array.from({ length: counts[axis] ?? 1 }, (_, window) => {
      const start = window * (strides[axis] ?? 1) - (low[axis] ?? 0);
      return Array.from({ length: taps }, (_, tap) => ({ tap, pixel: start + tap * (dilations[axis] ?? 1) })).filter(
        ({ pixel }) => pixel >= 0 && pixel < size,
      );
    });
    return { size, kernel: taps, hits };
  };
  const [depth, height, width] = [alongAxis(3), alongAxis(2), alongAxis(1)];
  const starts: number[] = [0];
  const taps: number[] = [];
  const pixels: number[] = [];
  for (const planes of depth.hits)
    for (const rows of height.hits)
      for (const columns of width.hits) {
        for (const plane of planes)
          for (const row of rows)
            for (const column of columns) {
              taps.push((plane.tap * height.kernel + row.tap) * width.kernel + column.tap);
              pixels.push((plane.pixel * height.size + row.pixel) * width.size + column.pixel);
            }
        starts.push(taps.length);
      }
  return { starts, taps, pixels };
}

/** One spatial axis: for every window, which taps fall on which pixels. */
interface Axis {
  readonly size: number;
  readonly kernel: number;
  readonly hits: readonly (readonly { readonly tap: number; readonly pixel: number }[])[];
}
