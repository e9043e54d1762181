/** How the pixels between pixels are found. */
export type Interpolation = "nearest" | "bilinear" | "bicubic" | "lanczos3" | "lanczos5";

export const interpolations: readonly Interpolation[] = ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"];

/** For every pixel of the result, the pixel of the image that its centre falls on; in single precision, as TensorFlow rounds. */
export function nearestRows(size: number, newSize: number): Int32Array {
  const scale = Math.fround(size / newSize);
  return Int32Array.from({ length: newSize }, (_, i) => Math.min(Math.floor(Math.fround((i + 0.5) * scale)), size - 1));
}

/** The pixels that make up those of the result, and their weights; `taps` of them each, filled up with -1 and 0. */
export interface ResizeTaps {
  readonly rows: Int32Array;
  readonly weights: Float32Array;
  readonly taps: number;
}

/** The kernel around every centre; what falls beyond the edge is left out, and the weights make 1 (TensorFlow's `ScaleAndTranslate`). */
export function resizeTaps(
  size: number,
  newSize: number,
  interpolation: Exclude<Interpolation, "nearest">,
  antialias: boolean,
): ResizeTaps {
  const { radius, weight } = kernels[interpolation];
  const wide = antialias ? Math.max(size / newSize, 1) : 1;
  const pixels = Array.from({ length: newSize }, (_, i) => {
    const centre = ((i + 0.5) * size) / newSize;
    const first = Math.max(Math.ceil(centre - radius * wide - 0.5), 0);
    const last = Math.min(Math.floor(centre + radius * wide - 0.5), size - 1);
    const near = Array.from({ length: last - first + 1 }, (_, j) => first + j)
      .map((row) => ({ row, share: weight(Math.abs(row + 0.5 - centre) / wide) }))
      .filter(({ share }) => share !== 0);
    const total = near.reduce((sum, { share }) => sum + share, 0);
    return near.map(({ row, share }) => ({ row, share: share / total }));
  });
  const taps = Math.max(...pixels.map((near) => near.length));
  const rows = new Int32Array(newSize * taps).fill(-1);
  const weights = new Float32Array(newSize * taps);
  pixels.forEach((near, i) =>
    near.forEach(({ row, share }, tap) => {
      rows[i * taps + tap] = row;
      weights[i * taps + tap] = share;
    }),
  );
  return { rows, weights, taps };
}

interface Kernel {
  readonly radius: number;
  /** At a distance in pixels from 0 to `radius`. */
  readonly weight: (distance: number) => number;
}

const lanczos = (radius: number): Kernel => ({
  radius,
  weight: (x) => {
    if (x >= radius) return 0;
    if (x <= 1e-3) return 1;
    return (radius * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / radius)) / (Math.PI * x) ** 2;
  },
});

const kernels: { readonly [K in Exclude<Interpolation, "nearest">]: Kernel } = {
  bilinear: { radius: 1, weight: (x) => Math.max(1 - x, 0) },
  // Keys 1981, a = -1/2
  bicubic: {
    radius: 2,
    weight: (x) => {
      if (x >= 2) return 0;
      return x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : (1.5 * x - 2.5) * x * x + 1;
    },
  },
  lanczos3: lanczos(3),
  lanczos5: lanczos(5),
};
