/** How a resized pixel is made of those around its place. */
export type ResizeMethod = "nearest" | "bilinear" | "bicubic" | "lanczos3" | "lanczos5";

interface Kernel {
  readonly radius: number;
  /** The weight at a distance from the place, up to the radius. */
  readonly weight: (distance: number) => number;
}

const kernels: Readonly<Record<Exclude<ResizeMethod, "nearest">, Kernel>> = {
  bilinear: { radius: 1, weight: (x) => 1 - x },
  /** Keys 1981 with a = −1/2. */
  bicubic: { radius: 2, weight: (x) => (x < 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2) },
  lanczos3: lanczos(3),
  lanczos5: lanczos(5),
};

/**
 * The matrix `[to, from]` (row-major) that resizes an axis, as TensorFlow's ScaleAndTranslate does: centres of pixels lie at
 * halves, weights of every result add up to 1.
 *
 * @param antialias widens the kernel by the factor of shrinking
 */
export function resizeWeights(from: number, to: number, method: Exclude<ResizeMethod, "nearest">, antialias: boolean): Float32Array {
  const { radius, weight } = kernels[method];
  const scale = from / to;
  const wide = antialias ? Math.max(scale, 1) : 1;
  const matrix = new Float32Array(to * from);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const row = Array.from({ length: from }, (_, j) => {
      const distance = Math.abs(j + 0.5 - centre) / wide;
      return distance < radius ? weight(distance) : 0;
    });
    const total = row.reduce((sum, value) => sum + value, 0);
    matrix.set(
      row.map((value) => value / total),
      i * from,
    );
  }
  return matrix;
}

/** The pixel that each of the resized axis takes. */
export const nearestPixels = (from: number, to: number): readonly number[] =>
  Array.from({ length: to }, (_, i) => Math.min(Math.floor((i + 0.5) * (from / to)), from - 1));

function lanczos(radius: number): Kernel {
  return {
    radius,
    weight: (x) => (x <= 1e-3 ? 1 : (radius * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / radius)) / (Math.PI * x) ** 2),
  };
}
