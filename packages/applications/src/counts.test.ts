import { weightTensorSpecs } from "@tidu/layers";
import type { WeightSpecs } from "@tidu/layers";
import { expect, test } from "vitest";
import * as applications from "./index.ts";

const { alexNet, leNet5, mobileNetV2, resNet18, resNet20, resNet34, resNet50, vgg16, vgg19 } = applications;

const trainable = (summary: string): string | undefined => /^ Trainable params: (\S+)/m.exec(summary)?.[1];

test.each([
  // 34,944 + 307,456 + 885,120 + 663,936 + 442,624 in convolutions (two groups in three of them), 58,631,144 in dense layers: by hand
  ["alexNet", alexNet, "60,965,224"],
  // 156 + 2,416 + 48,120 in convolutions, 10,164 + 850 in dense layers: by hand
  ["leNet5", leNet5, "61,706"],
  ["resNet18", resNet18, "11,689,512"], // torchvision's documentation
  ["resNet34", resNet34, "21,797,672"], // torchvision's documentation
  // 432 + 13,824 + 50,688 + 202,752 in convolutions, 2 · 688 in normalizations, 650 at the end: by hand; 0.27 M in the paper
  ["resNet20", resNet20, "269,722"],
  ["resNet50", resNet50, "25,583,592"], // Keras: 25,636,712 less 53,120 running statistics
  ["vgg16", vgg16, "138,357,544"], // Keras
  ["vgg19", vgg19, "143,667,240"], // Keras
  ["mobileNetV2", mobileNetV2, "3,504,872"], // Keras: 3,538,984 less 34,112 running statistics
])("%s has %3$s numbers that train", (_, make, count) => {
  expect(trainable(make().summary())).toBe(count);
});

test("ResNet-34 repeats its blocks 3, 4, 6 and 3 times", () => {
  const stages = resNet34()
    .layerNames.filter((name) => name.endsWith("_out"))
    .map((name) => name.slice(0, 5));
  const repeated = (stage: string, times: number): readonly string[] => Array.from({ length: times }, () => stage);
  expect(stages).toEqual([...repeated("conv2", 3), ...repeated("conv3", 4), ...repeated("conv4", 6), ...repeated("conv5", 3)]);
});

test("ResNet-20 halves the image twice and ends with 64 channels of 8 × 8 (table 6 of the paper)", () => {
  const { network } = resNet20();
  const shapes = new Map(network.applications.map(({ layer, specs }) => [layer.name, specs[0]?.shape.slice(1)]));
  expect(["conv2_block3_out", "conv3_block1_out", "conv4_block3_out", "predictions"].map((name) => shapes.get(name))).toEqual([
    [32, 32, 16],
    [16, 16, 32],
    [8, 8, 64],
    [10],
  ]);
  const learned = network.layers.filter(({ weights }) => count(weights) > 0).map(({ name }) => name);
  expect(learned.filter((name) => name.includes("_0_"))).toEqual([]);
});

const count = (weights: WeightSpecs): number => Object.keys(weightTensorSpecs(weights)).length;

test("AlexNet has 55 windows on a row of its image and ends with 6 × 6 features, as in figure 2 of the paper", () => {
  const shapes = new Map(alexNet().network.applications.map(({ layer, specs }) => [layer.name, specs[0]?.shape.slice(1)]));
  expect(["conv1", "pool1", "conv2", "pool2", "conv5", "pool5"].map((name) => shapes.get(name))).toEqual([
    [55, 55, 96],
    [27, 27, 96],
    [27, 27, 256],
    [13, 13, 256],
    [13, 13, 256],
    [6, 6, 256],
  ]);
});

test.each([28, 32])("LeNet-5 sees images of %i × %i in the sizes of figure 2 of the paper", (size) => {
  const shapes = new Map(
    leNet5({ inputShape: [size, size, 1] }).network.applications.map(({ layer, specs }) => [layer.name, specs[0]?.shape.slice(1)]),
  );
  expect(["c1", "s2", "c3", "s4", "c5", "f6"].map((name) => shapes.get(name))).toEqual([
    [28, 28, 6],
    [14, 14, 6],
    [10, 10, 16],
    [5, 5, 16],
    [1, 1, 120],
    [84],
  ]);
});

test("a model is built without the numbers of its weights", () => {
  const before = process.memoryUsage().arrayBuffers;
  const models = [vgg16(), vgg19()];
  expect(models.map((model) => model.summary().split("\n").length)).toEqual([expect.any(Number), expect.any(Number)]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000); // of more than a thousand million bytes
});
