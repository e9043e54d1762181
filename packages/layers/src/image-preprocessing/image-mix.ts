import { gather, permutation, splitImage } from "@tidu/core-tensor";
import type { Tensor } from "@tidu/core-tensor";
import type { ConfigOptions } from "../config.ts";
import { layer } from "../define-layer.ts";
import { imageRank, toDataFormat } from "../images.ts";
import type { Applied, Layer } from "../layer.ts";
import { drawingKey } from "../regularization/drawing-key.ts";
import { inChannelsLast } from "./image-layer.ts";
import type { AugmentationOptions } from "./image-layer.ts";

/** Images mixed with others of their batch, and how much of the label stays theirs. */
export interface Mixed {
  readonly images: Tensor;
  /** From 0 to 1, `[batch, 1, 1, 1]`. */
  readonly kept: Tensor;
}

/**
 * A layer that in training mixes every image with another of its batch, and the labels likewise when it is applied to
 * `[images, labels]`; the mixed labels are its second output.
 *
 * @param mix of images in channels last and the same images in another order
 */
export function imageMix(
  kind: string,
  options: AugmentationOptions,
  config: ConfigOptions,
  mix: (images: Tensor, others: Tensor, key: Tensor) => Mixed,
  orderKey: (key: Tensor) => Tensor,
): Layer {
  const where = options.name ?? kind;
  const { seed } = options;
  const dataFormat = toDataFormat(options.dataFormat, where);
  const { axes, exactly } = imageRank(2, dataFormat);
  return layer(kind, {
    options,
    config: { ...config, dataFormat, seed },
    joins: true,
    check: ([x, labels, ...more]) => {
      if (more.length > 0) return "expected images, or images and labels";
      if (x.shape.length !== exactly) return `expected images ${axes}`;
      return labels !== undefined && labels.shape.length < 2
        ? "expected one number per class as labels, [batch, classes] (toCategorical makes them of class numbers)"
        : undefined;
    },
    apply: (_, x, context): Applied => {
      const labels = context.inputs[1];
      if (context.training !== true) return [x, {}, labels === undefined ? {} : { outputs: [labels] }];
      const key = drawingKey(context, seed, where);
      const order = permutation(orderKey(key), splitImage(x.shape, dataFormat).batch);
      let kept: Tensor | undefined;
      const images = inChannelsLast(x, dataFormat, (images) => {
        const mixed = mix(images, gather(images, order), key);
        kept = mixed.kept;
        return mixed.images;
      });
      if (labels === undefined || kept === undefined) return [images, {}];
      const weight = kept.reshape([kept.shape[0] ?? 1, ...labels.shape.slice(1).map(() => 1)]);
      return [images, {}, { outputs: [blend(labels, gather(labels, order), weight)] }];
    },
  });
}

/** `weight · a + (1 − weight) · b` */
export const blend = (a: Tensor, b: Tensor, weight: Tensor): Tensor => weight.mul(a).add(weight.neg().add(1).mul(b));
