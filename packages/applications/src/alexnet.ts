import { conv2d, dense, dropout, flatten, initializers, maxPooling2d, zeroPadding2d } from "@tidu/layers";
import type { Layer } from "@tidu/layers";
import type { Model } from "@tidu/models";
import type { ApplicationOptions } from "./application-options.ts";
import { application } from "./application.ts";
import { chain } from "./chain.ts";

/**
 * Five convolutions and three dense layers, 60,965,224 parameters: Krizhevsky et al. 2012, with the two groups of channels in the second,
 * fourth and fifth convolution, overlapping pools, dropout, and first weights and biases as published. The local response normalization
 * is left out: it has no parameters, and Simonyan & Zisserman (2015, table 3) measured that it does not help.
 *
 * @param options.inputShape height and width of at least 63. Default: `[224, 224, 3]`, framed by two zeros on every side so that 55 windows
 * fit, as in the paper
 * @throws when an option does not fit
 */
export const alexNet = (options: ApplicationOptions = {}): Model =>
  application(
    {
      name: "alexnet",
      inputShape: [224, 224, 3],
      smallest: 63,
      features: (x) =>
        chain(
          x,
          zeroPadding2d({ padding: 2, name: "conv1_pad" }),
          convolution({ filters: 96, kernelSize: 11, strides: 4, padding: "valid", name: "conv1" }),
          maxPooling2d({ poolSize: 3, strides: 2, name: "pool1" }),
          convolution({ filters: 256, kernelSize: 5, groups: 2, biasInitializer: "ones", name: "conv2" }),
          maxPooling2d({ poolSize: 3, strides: 2, name: "pool2" }),
          convolution({ filters: 384, kernelSize: 3, name: "conv3" }),
          convolution({ filters: 384, kernelSize: 3, groups: 2, biasInitializer: "ones", name: "conv4" }),
          convolution({ filters: 256, kernelSize: 3, groups: 2, biasInitializer: "ones", name: "conv5" }),
          maxPooling2d({ poolSize: 3, strides: 2, name: "pool5" }),
        ),
      top: (features) =>
        chain(
          features,
          flatten({ name: "flatten" }),
          hidden("fc6"),
          dropout({ rate: 0.5, name: "drop6" }),
          hidden("fc7"),
          dropout({ rate: 0.5, name: "drop7" }),
        ),
    },
    options,
  );

/** Section 5: from a normal distribution with deviation 0.01. */
const kernelInitializer = initializers.randomNormal({ stddev: 0.01 });

const convolution = (options: Parameters<typeof conv2d>[0]): Layer =>
  conv2d({ padding: "same", activation: "relu", kernelInitializer, ...options });

const hidden = (name: string): Layer => dense({ units: 4096, activation: "relu", kernelInitializer, biasInitializer: "ones", name });
