import type { activations } from "@tidu/layers";
import type { ModelOptions } from "@tidu/models";

/** What every application takes, beside the engine, the seed and the name of a model. */
export interface ApplicationOptions extends ModelOptions {
  /**
   * `[height, width, channels]` of one image; a string names a free size: `["height", "width", 3]`. Default: what the architecture was
   * published for, without the top too (where Keras leaves height and width free).
   */
  readonly inputShape?: readonly (number | string)[] | undefined;
  /** Whether the layers that classify are there. Default: true. */
  readonly includeTop?: boolean | undefined;
  /** Without the top: the mean or the maximum of every channel instead of the image of features. Default: null, the image. */
  readonly pooling?: "avg" | "max" | null | undefined;
  /** The number of classes of the top. Default: 1000, those of ImageNet, unless the architecture says otherwise. */
  readonly classes?: number | undefined;
  /** Applied by the top; null gives the logits. Default: `"softmax"`. */
  readonly classifierActivation?: activations.ActivationLike | null | undefined;
  /** Nothing else than null: weights are drawn, and read from a file with `model.loadWeights(path)`. */
  readonly weights?: null | undefined;
}
