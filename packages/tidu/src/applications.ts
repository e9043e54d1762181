import * as published from "@tidu/applications";
import type { ApplicationOptions, MobileNetV2Options } from "@tidu/applications";
import type { Model } from "@tidu/models";
import { onEngine } from "./models.ts";

export type { ApplicationOptions, MobileNetV2Options } from "@tidu/applications";

/** AlexNet (Krizhevsky et al. 2012), on the best engine that is installed: `alexNet` of @tidu/applications. */
export const alexNet = (options: ApplicationOptions = {}): Model => published.alexNet(onEngine(options));

/** LeNet-5 (LeCun et al. 1998), on the best engine that is installed: `leNet5` of @tidu/applications. */
export const leNet5 = (options: ApplicationOptions = {}): Model => published.leNet5(onEngine(options));

/** MobileNetV2 (Sandler et al. 2018), on the best engine that is installed: `mobileNetV2` of @tidu/applications. */
export const mobileNetV2 = (options: MobileNetV2Options = {}): Model => published.mobileNetV2(onEngine(options));

/** ResNet-18 (He et al. 2015), on the best engine that is installed: `resNet18` of @tidu/applications. */
export const resNet18 = (options: ApplicationOptions = {}): Model => published.resNet18(onEngine(options));

/** ResNet-20 for CIFAR (He et al. 2015), on the best engine that is installed: `resNet20` of @tidu/applications. */
export const resNet20 = (options: ApplicationOptions = {}): Model => published.resNet20(onEngine(options));

/** ResNet-34 (He et al. 2015), on the best engine that is installed: `resNet34` of @tidu/applications. */
export const resNet34 = (options: ApplicationOptions = {}): Model => published.resNet34(onEngine(options));

/** ResNet-50 (He et al. 2015), on the best engine that is installed: `resNet50` of @tidu/applications. */
export const resNet50 = (options: ApplicationOptions = {}): Model => published.resNet50(onEngine(options));

/** VGG-16 (Simonyan & Zisserman 2015), on the best engine that is installed: `vgg16` of @tidu/applications. */
export const vgg16 = (options: ApplicationOptions = {}): Model => published.vgg16(onEngine(options));

/** VGG-19 (Simonyan & Zisserman 2015), on the best engine that is installed: `vgg19` of @tidu/applications. */
export const vgg19 = (options: ApplicationOptions = {}): Model => published.vgg19(onEngine(options));
