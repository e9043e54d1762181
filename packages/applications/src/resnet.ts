import { activation } from "@tidu/layers";
import type { Model } from "@tidu/models";
import type { ApplicationOptions } from "./application-options.ts";
import { application } from "./application.ts";
import type { Architecture } from "./application.ts";
import { chain } from "./chain.ts";
import { convolution, normalized, stack } from "./residual-block.ts";
import { imageNetStem, residualHead } from "./resnet-ends.ts";

/**
 * Blocks of two 3×3 convolutions, 11,689,512 parameters and 9,600 running statistics: He et al. 2015, table 1, with the projections
 * (option B), sizes and settings of torchvision's `resnet18`. Layers are named as in Keras's `ResNet50`.
 *
 * @param options.inputShape height and width of at least 32. Default: `[224, 224, 3]`
 * @throws when an option does not fit
 */
export const resNet18 = (options: ApplicationOptions = {}): Model => application(imageNet("resnet18", [2, 2, 2, 2]), options);

/**
 * 21,797,672 parameters and 17,024 running statistics: He et al. 2015, table 1; otherwise {@link resNet18}.
 *
 * @param options.inputShape height and width of at least 32. Default: `[224, 224, 3]`
 * @throws when an option does not fit
 */
export const resNet34 = (options: ApplicationOptions = {}): Model => application(imageNet("resnet34", [3, 4, 6, 3]), options);

/**
 * ResNet-20 for CIFAR: three stages of three blocks with 16, 32 and 64 filters and shortcuts without parameters (option A: every second
 * pixel, zeros for new channels), 269,722 parameters and 1,376 running statistics (He et al. 2015, section 4.2).
 *
 * @param options.inputShape default: `[32, 32, 3]`
 * @param options.classes default: 10
 * @throws when an option does not fit
 *
 * @example
 * const model = resNet20({ inputShape: [28, 28, 1] });
 */
export const resNet20 = (options: ApplicationOptions = {}): Model =>
  application(
    {
      name: "resnet20",
      inputShape: [32, 32, 3],
      classes: 10,
      features: (x) => {
        const stem = chain(
          x,
          convolution({ filters: 16, kernelSize: 3, padding: "same", name: "conv1_conv" }),
          normalized("conv1_bn"),
          activation({ activation: "relu", name: "conv1_relu" }),
        );
        return [16, 32, 64].reduce(
          (y, filters, i) => stack(y, { filters, blocks: 3, strides: i === 0 ? 1 : 2, shortcut: "padding", name: `conv${i + 2}` }),
          stem,
        );
      },
      ...residualHead,
    },
    options,
  );

const imageNet = (name: string, blocks: readonly number[]): Architecture => ({
  name,
  inputShape: [224, 224, 3],
  smallest: 32,
  features: (x) => {
    const stem = imageNetStem(x, convolution({ filters: 64, kernelSize: 7, strides: 2, name: "conv1_conv" }), normalized("conv1_bn"));
    return blocks.reduce(
      (y, blocks, i) => stack(y, { filters: 64 * 2 ** i, blocks, strides: i === 0 ? 1 : 2, shortcut: "projection", name: `conv${i + 2}` }),
      stem,
    );
  },
  ...residualHead,
});
