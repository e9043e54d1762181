import { printShape } from "@tidu/core-tensor";
import { expect, test } from "vitest";
import { alexNet, leNet5, mobileNetV2, resNet18, resNet20, resNet50, vgg16, vgg19 } from "./index.ts";

const outputOf = ({ network }: ReturnType<typeof vgg16>): string => printShape(network.outputs[0]?.spec.shape ?? []);

test.each([
  ["the image of features", resNet18({ includeTop: false, inputShape: [64, 96, 3] }), "[batch, 2, 3, 512]"],
  ["their mean", vgg16({ includeTop: false, inputShape: [64, 64, 3], pooling: "avg" }), "[batch, 512]"],
  ["their maximum", mobileNetV2({ includeTop: false, pooling: "max", alpha: 0.5 }), "[batch, 1280]"],
  ["null is no pooling", leNet5({ includeTop: false, pooling: null }), "[batch, 1, 1, 120]"],
  ["a top of its own classes, pooling does not count", resNet20({ classes: 100, pooling: "max" }), "[batch, 100]"],
  ["one channel", resNet20({ inputShape: [28, 28, 1] }), "[batch, 10]"],
])("what comes out: %s", (_, model, shape) => {
  expect(outputOf(model)).toBe(shape);
});

test("sizes may be free where layers do not depend on them", () => {
  expect(outputOf(vgg16({ includeTop: false, inputShape: ["height", "width", 3] }))).toBe(
    "[batch, floor(height / 32), floor(width / 32), 512]",
  );
  expect(outputOf(resNet50({ inputShape: ["height", "width", 3] }))).toBe("[batch, 1000]");
  expect(() => vgg19({ inputShape: ["height", "width", 3] })).toThrow("fc1: expected a known size");
  expect(() => mobileNetV2({ includeTop: false, inputShape: ["height", "width", 3] })).toThrow("Conv1: expected known sizes");
});

test("null gives the logits, and any activation of layers fits", () => {
  const activationOf = (model: ReturnType<typeof vgg16>) => model.getLayer("predictions").config.options["activation"];
  expect(activationOf(resNet20())).toBe("softmax");
  expect(activationOf(resNet20({ classifierActivation: null }))).toBeUndefined();
  expect(activationOf(resNet20({ classes: 1, classifierActivation: "sigmoid" }))).toBe("sigmoid");
});

test("a model has the name that it is given, or that of its architecture", () => {
  expect([vgg16().name, resNet50({ name: "eyes" }).name]).toEqual(["vgg16", "eyes"]);
  expect(mobileNetV2({ includeTop: false, alpha: 0.35, inputShape: [96, 96, 3] }).name).toBe("mobilenetv2_0.35_96");
});

test.each([
  // @ts-expect-error: no weights are here
  [() => vgg16({ weights: "imagenet" }), 'vgg16: no weights come with this package, received weights: "imagenet". Leave'],
  // @ts-expect-error: not an option
  [() => resNet50({ numClasses: 10 }), 'resnet50: option "numClasses": did you mean "classes"?'],
  // @ts-expect-error: not an option
  [() => mobileNetV2({ alfa: 0.5 }), 'mobilenetv2_1.00_224: option "alfa": did you mean "alpha"?'],
  // @ts-expect-error: not a number
  [() => mobileNetV2({ alpha: "0.35" }), "mobilenetv2: expected alpha to be a number above 0, received 0.35."],
  [() => mobileNetV2({ alpha: 0, name: "small" }), "small: expected alpha to be a number above 0, received 0."],
  // @ts-expect-error: not a pooling
  [() => vgg19({ includeTop: false, pooling: "mean" }), 'vgg19: expected pooling to be "avg", "max" or null, received "mean".'],
  [
    () => vgg16({ inputShape: [31, 224, 3] }),
    "vgg16: expected inputShape to be [height, width, channels] with height and width of at least 32, received [31,224,3].",
  ],
  [() => resNet20({ inputShape: [32, 32] }), "resnet20: expected inputShape to be [height, width, channels], received [32,32]."],
  [
    () => alexNet({ inputShape: [62, 63, 3] }),
    "alexnet: expected inputShape to be [height, width, channels] with height and width of at least 63",
  ],
  [() => resNet18({ inputShape: [32, 32.5, 3] }), "received [32,32.5,3]."],
  [() => resNet18({ inputShape: [32, 32, "channels"] }), 'received [32,32,"channels"].'],
  [() => leNet5({ classes: 0 }), "lenet5: expected classes to be an integer of at least 1, received 0."],
  // @ts-expect-error: not an activation
  [() => leNet5({ classifierActivation: "sofmax" }), 'predictions: activation "sofmax": did you mean "softmax"?'],
])("%s is refused: %s", (make, message) => {
  expect(make).toThrow(message);
});

test("the least size that is accepted works", () => {
  expect(outputOf(alexNet({ includeTop: false, inputShape: [63, 63, 3] }))).toBe("[batch, 1, 1, 256]");
  expect(outputOf(vgg19({ includeTop: false, inputShape: [32, 32, 3] }))).toBe("[batch, 1, 1, 512]");
  expect(outputOf(resNet20({ inputShape: [1, 1, 1] }))).toBe("[batch, 10]");
  expect(outputOf(leNet5({ inputShape: [3, 40, 1] }))).toBe("[batch, 10]");
});
