import { takeRows } from "@tidu/datasets";
import type { ArrayLike } from "@tidu/core-tensor";
import type { Mistake } from "../metrics/confident-mistakes.ts";
import { imagePixels } from "./image-pixels.ts";
import { pngUri } from "./png.ts";
import type { Tile } from "./tiles.ts";

export interface MistakenImages {
  /** All images that were predicted, [images, height, width, channels] with 1, 3 or 4 channels, or [images, height, width]. */
  readonly images: ArrayLike;
  /** Which of them are drawn, in this order: what `metrics.confidentMistakes` gave. */
  readonly mistakes: readonly Mistake[];
  /** Default: the numbers of the classes. */
  readonly classNames?: readonly string[];
  /** The numbers that are black and white. Default: `[0, 255]`. */
  readonly range?: readonly [low: number, high: number];
}

/**
 * Each mistake as its image, with what it is, what it was taken for, and how surely.
 *
 * @throws when the images do not fit, or there is none for a mistake
 */
export function mistakeTiles(where: string, { images, mistakes, classNames, range = [0, 255] }: MistakenImages): readonly Tile[] {
  const name = (id: number): string => classNames?.[id] ?? String(id);
  return mistakes.flatMap(({ row, label, predicted, probability }) =>
    imagePixels(where, takeRows(images, [row]), range).map((pixels) => ({
      uri: pngUri(pixels),
      aspect: pixels.width / pixels.height,
      caption: [`${name(label)} → ${name(predicted)}`, percent(probability)],
      description: `image ${row}: ${name(label)}, predicted ${name(predicted)} with ${percent(probability)}`,
    })),
  );
}

/** What is almost sure is not called 100 %. */
const percent = (probability: number): string =>
  probability > 0.9995 && probability < 1 ? "> 99.9 %" : `${(100 * probability).toFixed(1)} %`;
