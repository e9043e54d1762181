import type { Source } from "./load-digits.ts";

const allImages = { digits: 6000, mnist: 60_000 } as const satisfies Record<Source, number>;

/** What engines that have no native convolution learn from in about a minute. */
const slowEngines: Readonly<Record<string, number>> = { "tfjs wasm": 12_000, "tfjs cpu": 1000, interpreter: 300 };

/** How many images to train on, and a word for people where they are not all of them. */
export function affordableImages(source: Source, engine: string): { readonly images: number; readonly warning: string | undefined } {
  const all = allImages[source];
  const images = Math.min(all, slowEngines[engine] ?? all);
  const warning =
    images === all
      ? undefined
      : `${engine} is a slow engine: it learns from ${images} of ${all} images, so more answers will be wrong. --images N takes more; onnxruntime-node is many times faster.`;
  return { images, warning };
}
