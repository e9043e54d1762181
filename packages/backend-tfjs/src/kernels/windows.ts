/** Windows over images `[images, ...spatial, channels]`; one number per spatial axis in every list. */
export interface Windows {
  readonly images: number;
  readonly channels: number;
  readonly spatial: readonly number[];
  /** Windows along every axis. */
  readonly counts: readonly number[];
  /** Taps along every axis. */
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Which pixel every tap of every window falls on. */
export interface Taps {
  /** Of one image. */
  readonly pixels: number;
  /** Of one image. */
  readonly windows: number;
  /** Of one window. */
  readonly taps: number;
  /** `[windows, taps]`, all row-major; -1 on padding. */
  readonly table: Int32Array;
}

export function tapsOf({ spatial, counts, size, strides, dilations, low }: Windows): Taps {
  let found: Taps = { pixels: 1, windows: 1, taps: 1, table: Int32Array.of(0) };
  spatial.forEach((pixels, axis) => {
    const [count, length, first] = [counts[axis] ?? 1, size[axis] ?? 1, -(low[axis] ?? 0)];
    const [stride, dilation] = [strides[axis] ?? 1, dilations[axis] ?? 1];
    const table = new Int32Array(found.table.length * count * length);
    found.table.forEach((before, entry) => {
      const tap = entry % found.taps;
      const window = (entry - tap) / found.taps;
      for (let i = 0; i < count; i++) {
        for (let k = 0; k < length; k++) {
          const pixel = first + i * stride + k * dilation;
          const outside = before < 0 || pixel < 0 || pixel >= pixels;
          table[((window * count + i) * found.taps + tap) * length + k] = outside ? -1 : before * pixels + pixel;
        }
      }
    });
    found = { pixels: found.pixels * pixels, windows: found.windows * count, taps: found.taps * length, table };
  });
  return found;
}

/** Whether every window is one pixel, in order: then there is nothing to move. */
export const isEveryPixel = ({ pixels, taps, table }: Taps): boolean =>
  taps === 1 && table.length === pixels && table.every((pixel, window) => pixel === window);

/** Visits every tap on the image of every window: the pixel and the window counted through all images. */
export function eachTap(
  { pixels, windows, taps, table }: Taps,
  images: number,
  visit: (pixel: number, window: number, tap: number) => void,
): void {
  for (let image = 0; image < images; image++) {
    for (let window = 0; window < windows; window++) {
      for (let tap = 0; tap < taps; tap++) {
        const pixel = table[window * taps + tap] ?? -1;
        if (pixel >= 0) visit(image * pixels + pixel, image * windows + window, tap);
      }
    }
  }
}

/** The table with the taps on padding behind those on the image. */
export function slotsOf({ windows, taps, table }: Taps): Int32Array {
  const slots = new Int32Array(table.length).fill(-1);
  for (let window = 0; window < windows; window++)
    slots.set(
      table.subarray(window * taps, (window + 1) * taps).filter((pixel) => pixel >= 0),
      window * taps,
    );
  return slots;
}

type Numbers = Float32Array | Int32Array;

/** Rows of channels: `to += from / divisor`. */
export function addRow(to: Numbers, at: number, from: Numbers, start: number, count: number, divisor = 1): void {
  for (let i = 0; i < count; i++) to[at + i] = (to[at + i] ?? 0) + (from[start + i] ?? 0) / divisor;
}
