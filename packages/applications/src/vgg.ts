import { conv2d, dense, flatten, maxPooling2d } from "@tidu/layers";
import type { Layer, Symbolic } from "@tidu/layers";
import type { Model } from "@tidu/models";
import type { ApplicationOptions } from "./application-options.ts";
import { application } from "./application.ts";
import type { Architecture } from "./application.ts";
import { chain } from "./chain.ts";

/**
 * 13 convolutions and 3 dense layers, 138,357,544 parameters: configuration D of Simonyan & Zisserman 2015, as Keras's `VGG16`, without
 * the paper's dropout too. Keras's weights expect BGR from 0 to 255 less the means 103.939, 116.779, 123.68.
 *
 * @param options.inputShape height and width of at least 32. Default: `[224, 224, 3]`
 * @throws when an option does not fit
 *
 * @example
 * const base = vgg16({ includeTop: false, pooling: "avg", inputShape: [96, 96, 3] }); // [batch, 512]
 */
export const vgg16 = (options: ApplicationOptions = {}): Model => application(vgg("vgg16", [2, 2, 3, 3, 3]), options);

/**
 * 16 convolutions and 3 dense layers, 143,667,240 parameters: configuration E of Simonyan & Zisserman 2015, as Keras's `VGG19`; otherwise
 * {@link vgg16}.
 *
 * @param options.inputShape height and width of at least 32. Default: `[224, 224, 3]`
 * @throws when an option does not fit
 */
export const vgg19 = (options: ApplicationOptions = {}): Model => application(vgg("vgg19", [2, 2, 4, 4, 4]), options);

const filters = [64, 128, 256, 512, 512];

/** @param convolutions how many in each of the five blocks */
const vgg = (name: string, convolutions: readonly number[]): Architecture => ({
  name,
  inputShape: [224, 224, 3],
  smallest: 32,
  features: (x: Symbolic) => chain(x, ...convolutions.flatMap((count, i) => block(`block${i + 1}`, count, filters[i] ?? 512))),
  top: (features: Symbolic) =>
    chain(
      features,
      flatten({ name: "flatten" }),
      dense({ units: 4096, activation: "relu", name: "fc1" }),
      dense({ units: 4096, activation: "relu", name: "fc2" }),
    ),
});

const block = (name: string, count: number, filters: number): readonly Layer[] => [
  ...Array.from({ length: count }, (_, i) =>
    conv2d({ filters, kernelSize: 3, padding: "same", activation: "relu", name: `${name}_conv${i + 1}` }),
  ),
  maxPooling2d({ poolSize: 2, name: `${name}_pool` }),
];
