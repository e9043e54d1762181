import { printShape, tensor, unknownName } from "@tidu/core-tensor";
import { configOf } from "../config.ts";
import { initializer } from "./initializer.ts";
import type { Initializer } from "./initializer.ts";

export interface StftOptions {
  /** The cosines (`"real"`) or the negative sines (`"imag"`) of the transform. Default: `"real"`. */
  readonly side?: "real" | "imag" | undefined;
  /** What each frame is weighted by; `null`: nothing. Default: `"hann"`. */
  readonly window?: WindowName | null | undefined;
  /** Divides by the root of the window's energy (`"density"`), its sum (`"spectrum"`), or nothing (`null`). Default: `"density"`. */
  readonly scaling?: "density" | "spectrum" | null | undefined;
  /** Whether the window is one period of an endless one, instead of symmetric. Default: false. */
  readonly periodic?: boolean | undefined;
}

/** Weights of cos(2πkn / period) with alternating signs, k = 0, 1, …: the windows of Harris (1978). */
const windows = { hann: [0.5, 0.5], hamming: [0.54, 0.46], blackman: [0.42, 0.5, 0.08], boxcar: [1] } as const;

export type WindowName = keyof typeof windows;

/**
 * The short-time Fourier transform as the kernel of a convolution over time: shape [frame length, channels, frequencies], with
 * an FFT length of 2 (frequencies − 1) (Keras `STFT`).
 *
 * @throws when a name is unknown, with the nearest one, or the shape has not three axes
 */
export function stft(options: StftOptions = {}): Initializer {
  const { side = "real", window = "hann", scaling = "density", periodic = false } = options;
  requireOneOf("side", side, ["real", "imag"]);
  if (window !== null) requireOneOf("window", window, Object.keys(windows));
  if (scaling !== null) requireOneOf("scaling", scaling, ["density", "spectrum"]);
  return initializer(configOf("stft", options, { side, window, scaling, periodic }), (_, shape) => {
    const [frameLength, channels, frequencies] = shape;
    if (frameLength === undefined || channels === undefined || frequencies === undefined || shape.length !== 3)
      throw new Error(`stft: expected the shape [frame length, channels, frequencies], received ${printShape(shape)}.`);
    const weights = window === null ? undefined : windowValues(window, frameLength, periodic);
    const scale = weights === undefined ? 1 : scaleOf(weights, scaling);
    const wave = side === "real" ? Math.cos : Math.sin;
    const values = Float32Array.from({ length: frameLength * channels * frequencies }, (__, i) => {
      const time = Math.floor(i / (channels * frequencies));
      const frequency = (i % frequencies) / ((frequencies - 1) * 2);
      return (wave(-2 * Math.PI * time * frequency) * (weights?.[time] ?? 1)) / scale;
    });
    return tensor(values, shape);
  });
}

function windowValues(name: WindowName, length: number, periodic: boolean): readonly number[] {
  const period = periodic ? length : Math.max(1, length - 1);
  return Array.from({ length }, (_, n) =>
    windows[name].reduce((sum, weight, k) => sum + (-1) ** k * weight * Math.cos((2 * Math.PI * k * n) / period), 0),
  );
}

const scaleOf = (weights: readonly number[], scaling: "density" | "spectrum" | null): number => {
  if (scaling === null) return 1;
  return scaling === "density" ? Math.hypot(...weights) : weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
};

function requireOneOf(option: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) throw new Error(`stft: ${unknownName(option, value, known)}`);
}
