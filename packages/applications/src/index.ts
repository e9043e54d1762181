export { alexNet } from "./alexnet.ts";
export { leNet5 } from "./lenet5.ts";
export { mobileNetV2 } from "./mobilenet-v2.ts";
export type { MobileNetV2Options } from "./mobilenet-v2.ts";
export { resNet18, resNet20, resNet34 } from "./resnet.ts";
export { resNet50 } from "./resnet50.ts";
export { vgg16, vgg19 } from "./vgg.ts";
export type { ApplicationOptions } from "./application-options.ts";
