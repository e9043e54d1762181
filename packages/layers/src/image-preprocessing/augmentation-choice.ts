import { foldIn, where as select } from "@tidu/core-tensor";
import type { Tensor, TensorLike } from "@tidu/core-tensor";
import type { Layer } from "../layer.ts";
import { autoContrast } from "./auto-contrast.ts";
import { choicePerImage } from "./draws.ts";
import { equalization } from "./equalization.ts";
import type { Interval } from "./factor.ts";
import { toSampling } from "./fill-mode.ts";
import type { PixelInterpolation } from "./fill-mode.ts";
import type { Augment } from "./image-layer.ts";
import { project } from "./projection.ts";
import type { Projection } from "./projection.ts";
import { randomBrightness } from "./random-brightness.ts";
import { randomColorDegeneration } from "./random-color-degeneration.ts";
import { randomContrast } from "./random-contrast.ts";
import { randomPosterization } from "./random-posterization.ts";
import { drawRotation } from "./random-rotation.ts";
import { randomSharpness } from "./random-sharpness.ts";
import { drawShear } from "./random-shear.ts";
import { drawTranslation } from "./random-translation.ts";
import { solarization } from "./solarization.ts";

/** What the chosen augmentations share. */
export interface ChoiceOptions {
  /** Their strength. */
  readonly factor: Interval;
  readonly valueRange: Interval;
  readonly interpolation: PixelInterpolation;
  /** Also those that move colours: brightness, colour degeneration, contrast, sharpness. */
  readonly all: boolean;
  /** How many further choices leave an image as it is. */
  readonly idle: number;
}

/**
 * Changes every image by one augmentation, chosen for it alone: shear, translation, rotation, posterization, solarization,
 * automatic contrast, equalization, and with `all` four more. The geometric ones are one sampling, with a projection per image.
 */
export function chosenAugmentation({ factor, valueRange, interpolation, all, idle }: ChoiceOptions, where: string): Augment {
  const sampling = toSampling(where, { interpolation });
  const geometric: readonly ((key: Tensor, images: Tensor) => Projection)[] = [
    (key, images) => drawShear(key, images, factor, factor),
    (key, images) => drawTranslation(key, images, factor, factor, where),
    (key, images) => drawRotation(key, images, factor, where),
  ];
  const shades: readonly Layer[] = [
    randomPosterization({ factor: Math.max(1, Math.trunc(8 * factor[1])), valueRange }),
    solarization({ additionFactor: factor, thresholdFactor: factor, valueRange }),
    autoContrast({ valueRange }),
    equalization({ valueRange }),
  ];
  const colours: readonly Layer[] = all
    ? [
        randomBrightness({ factor, valueRange }),
        randomColorDegeneration({ factor, valueRange }),
        randomContrast({ factor, valueRange }),
        randomSharpness({ factor, valueRange }),
      ]
    : [];
  const layers = [...shades, ...colours];
  return (images, key) => {
    const choice = choicePerImage(foldIn(key, 0), images, geometric.length + layers.length + idle);
    const chosen = (i: number): Tensor => choice.equal(i);
    const movement = geometric.reduce(
      (found, draw, i) => oneOfProjections(chosen(i).squeeze(-1), draw(foldIn(key, 1 + i), images), found),
      still,
    );
    const moved = select(choice.less(geometric.length), project(images, movement, sampling, where), images);
    return layers.reduce((found, layer, i) => {
      const place = geometric.length + i;
      const [changed] = layer.apply({}, images, { training: true, key: foldIn(key, 1 + place) });
      return select(chosen(place), changed, found);
    }, moved);
  };
}

const still: Projection = { a: [1, 0, 0], b: [0, 1, 0] };

/** One projection where the condition `[batch, 1, 1]` holds, the other elsewhere. */
function oneOfProjections(condition: Tensor, one: Projection, other: Projection): Projection {
  const entry = (a: TensorLike, b: TensorLike): TensorLike => (a === b ? a : select(condition, a, b));
  return {
    a: [entry(one.a[0], other.a[0]), entry(one.a[1], other.a[1]), entry(one.a[2], other.a[2])],
    b: [entry(one.b[0], other.b[0]), entry(one.b[1], other.b[1]), entry(one.b[2], other.b[2])],
  };
}
