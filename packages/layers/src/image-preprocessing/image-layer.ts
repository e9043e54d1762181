import { dtypes, splitImage } from "@tidu/core-tensor";
import type { DataFormat, Dim, Tensor, TensorSpec } from "@tidu/core-tensor";
import { knownSize } from "../check-inputs.ts";
import type { InputRules } from "../check-inputs.ts";
import type { ConfigOptions } from "../config.ts";
import { layer } from "../define-layer.ts";
import { imageRank, toDataFormat } from "../images.ts";
import type { ImageOptions } from "../images.ts";
import type { ApplyContext, Layer } from "../layer.ts";
import { drawingKey } from "../regularization/drawing-key.ts";
import type { DrawingOptions } from "../regularization/drawing-key.ts";

/** Options of layers that change images at random in training. */
export interface AugmentationOptions extends ImageOptions, DrawingOptions {}

/** What an augmentation makes of float32 images `[batch, height, width, channels]`; everything it draws comes from the key. */
export type Augment = (images: Tensor, key: Tensor) => Tensor;

interface Definition<Options, Change> {
  readonly options: Options;
  readonly config: ConfigOptions;
  readonly check?: InputRules["check"];
  /** In channels last, whatever the layer's own format. */
  readonly change: Change;
}

/** A layer that changes images in training and gives them as they are (as float32) otherwise. */
export function augmentation(kind: string, { options, config, check, change }: Definition<AugmentationOptions, Augment>): Layer {
  const where = options.name ?? kind;
  const { seed } = options;
  const dataFormat = toDataFormat(options.dataFormat, where);
  return layer(kind, {
    options,
    config: { ...config, dataFormat, seed },
    rank: imageRank(2, dataFormat),
    dtypes,
    ...(check && { check }),
    apply: (_, x, context) => {
      const images = x.cast("float32");
      if (context.training !== true) return images;
      const key = drawingKey(context, seed, where);
      return inChannelsLast(images, dataFormat, (images) => change(images, key));
    },
  });
}

/** A layer that changes images outside of training too. */
export function imageLayer(
  kind: string,
  { options, config, check, change }: Definition<ImageOptions, (images: Tensor, context: ApplyContext) => Tensor>,
): Layer {
  const dataFormat = toDataFormat(options.dataFormat, options.name ?? kind);
  return layer(kind, {
    options,
    config: { ...config, dataFormat },
    rank: imageRank(2, dataFormat),
    dtypes,
    ...(check && { check }),
    apply: (_, x, context) => inChannelsLast(x, dataFormat, (images) => change(images, context)),
  });
}

/** Applies a function of images with the channels last. */
export function inChannelsLast(x: Tensor, dataFormat: DataFormat, change: (images: Tensor) => Tensor): Tensor {
  if (dataFormat === "channelsLast") return change(x);
  return change(x.transpose([0, 2, 3, 1])).transpose([0, 3, 1, 2]);
}

export interface ImageSize {
  readonly batch: Dim;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * The sizes of images `[batch, height, width, channels]`.
 *
 * @throws when height, width or channels are not known
 */
export const imageSize = (images: Tensor, where: string): ImageSize => ({
  batch: images.shape[0] ?? 1,
  height: knownSize(images.spec, 1, where),
  width: knownSize(images.spec, 2, where),
  channels: knownSize(images.spec, 3, where),
});

/** A check that images have one of the given numbers of channels. */
export const channelCheck =
  (dataFormat: DataFormat | undefined, ...counts: readonly number[]) =>
  ([x]: readonly [TensorSpec, ...TensorSpec[]]): string | undefined => {
    const { channels } = splitImage(x.shape, dataFormat ?? "channelsLast");
    return typeof channels === "number" && counts.includes(channels) ? undefined : `expected images of ${counts.join(" or ")} channels`;
  };
