import {
  adaptiveAveragePool,
  adaptiveMaxPool,
  averagePool,
  conv,
  convTranspose,
  evaluate,
  extractPatches,
  globalAveragePool,
  globalMaxPool,
  literal,
  maxPool,
  mulDims,
  namedDim,
  pad,
  relu,
  resize,
  scan,
  spaceToDepth,
  trace,
  valueAndGrad,
} from "@tidu/core-tensor";
import type { Backend, ConvOptions, Graph, SpecLike, Tensor, TensorData } from "@tidu/core-tensor";
import { mismatch } from "../compare.ts";
import { randomValues } from "../random-values.ts";
import { download, runOn, upload } from "./check.ts";
import type { Check } from "./check.ts";

/** Convolutions and pools at sizes at which engines change their ways, with free sizes, and in a training loop. */
export const visionChecks = (): readonly Check[] => [
  convolved("3×3 of 8 channels", [3, 14, 14, 8], [3, 3, 8, 16], { padding: "same" }),
  convolved("3×3 of odd sizes without padding", [2, 13, 11, 5], [3, 3, 5, 7]),
  convolved("3×3 with stride 2", [2, 15, 16, 6], [3, 3, 6, 8], { padding: "same", strides: 2 }),
  convolved("5×5 of one channel", [2, 20, 20, 1], [5, 5, 1, 6]),
  convolved("7×7 of three channels with stride 2", [1, 23, 22, 3], [7, 7, 3, 4], { padding: 3, strides: 2 }),
  convolved("1×1 of many channels", [2, 7, 7, 32], [1, 1, 32, 16]),
  convolved("1×1 with stride 2", [2, 8, 8, 16], [1, 1, 16, 24], { strides: 2 }),
  convolved("depthwise 3×3", [2, 9, 10, 12], [3, 3, 1, 12], { padding: "same", groups: 12 }),
  convolved("four groups, channels first", [2, 8, 9, 8], [16, 2, 3, 3], { padding: "same", groups: 4, dataFormat: "channelsFirst" }),
  convolved("dilated", [1, 14, 13, 4], [3, 3, 4, 4], { padding: "same", dilations: 2 }),
  convolved("one axis", [2, 50, 8], [5, 8, 12], { padding: "causal" }),
  convolved("three axes", [1, 6, 7, 8, 3], [3, 3, 3, 3, 4], { padding: "same" }),
  differentiated("max pooling 2×2", (x) => maxPool(x, 2), [randomValues([3, 12, 14, 8], 1)]),
  differentiated("max pooling 3×3 with stride 2", (x) => maxPool(x, 3, { strides: 2, padding: "same" }), [randomValues([2, 13, 14, 5], 1)]),
  differentiated("average pooling 2×2", (x) => averagePool(x, 2), [randomValues([3, 12, 14, 8], 1)]),
  differentiated("average pooling 3×3 with stride 1", (x) => averagePool(x, 3, { strides: 1, padding: "same" }), [
    randomValues([2, 9, 8, 5], 1),
  ]),

  sizes("a convolution of a free number of images", (x, w) => conv(x, w, { padding: "same" }), [{ shape: ["batch", 6, 5, 2] }, kernel]),
  sizes("a strided convolution, channels first", (x, w) => conv(x, w, { strides: 2, dataFormat: "channelsFirst" }), [
    { shape: ["batch", 3, 7, 6] },
    { shape: [4, 3, 3, 2] },
  ]),
  sizes("a depthwise convolution", (x, w) => conv(x, w, { groups: 2 }), [{ shape: ["batch", 6, 5, 2] }, { shape: [3, 3, 1, 2] }]),
  sizes("a convolution of images of free size", (x, w) => conv(x, w, { padding: "same" }), [{ shape: [2, "batch", "others", 2] }, kernel]),
  sizes("a strided convolution of images of free size", (x, w) => conv(x, w, { padding: 1, strides: 2 }), [
    { shape: [1, "batch", "others", 2] },
    kernel,
  ]),
  sizes("a gradient over a free number of images", (x, w) => gradientOf((x, w) => conv(x, w, { padding: "same" }).square())(x, w), [
    { shape: ["batch", 6, 5, 2] },
    kernel,
  ]),
  sizes("pooling a free number of images", (x) => [maxPool(x, 2), averagePool(x, 3, { strides: 2, padding: "same" })], [
    { shape: ["batch", 6, 5, 2] },
  ]),
  sizes("gradients of pooling a free number of images", (x) => gradientOf((x) => maxPool(x, 2).mul(averagePool(x, 2)))(x), [
    { shape: ["batch", 6, 5, 2] },
  ]),
  sizes("pooling images of free size", (x) => [maxPool(x, 3, { strides: 2 }), averagePool(x, 2)], [{ shape: [2, "batch", "others", 2] }]),

  sizes(
    "functions on a free number of images",
    (x) => [
      adaptiveAveragePool(x, [4, 2]),
      adaptiveMaxPool(x, [4, 2]),
      resize(x, [9, 4]),
      resize(x, [12, 10], { interpolation: "nearest" }),
      pad(x, around, { mode: "reflect" }),
      spaceToDepth(x, [2, 1]),
      extractPatches(x, 3, { strides: 2, padding: "same" }),
    ],
    [{ shape: ["batch", 6, 5, 2] }],
  ),
  sizes(
    "functions on images of free size",
    (x, w) => [
      convTranspose(x, w, { strides: 2, padding: "same" }),
      globalAveragePool(x),
      globalMaxPool(x),
      resize(x, [mulDims(namedDim("batch"), 2), mulDims(namedDim("others"), 3)], { interpolation: "nearest" }),
    ],
    [{ shape: [2, "batch", "others", 2] }, { shape: [3, 3, 1, 2] }],
  ),

  {
    name: "a small convolutional network trains in one loop",
    run: async (backend) => compare(backend, trainingLoop, trainingInputs),
  },
];

/** `[before, after]` for every axis of an image. */
const around = [
  [0, 0],
  [2, 1],
  [1, 3],
  [0, 0],
] as const;

const kernel: SpecLike = { shape: [3, 3, 2, 4] };

type Fn = (...inputs: Tensor[]) => Tensor | readonly Tensor[];

const gradientOf =
  (fn: (...inputs: Tensor[]) => Tensor) =>
  (...inputs: Tensor[]): readonly Tensor[] => {
    const [value, gradients] = valueAndGrad((args: readonly Tensor[]) => fn(...args).sum())(inputs);
    return [value, ...gradients];
  };

/** Values and gradients, against the interpreter. */
const differentiated = (name: string, fn: (...inputs: Tensor[]) => Tensor, inputs: readonly TensorData[]): Check => ({
  name,
  run: async (backend) => {
    const graph = trace((...args: Tensor[]) => [fn(...args), ...gradientOf((...xs) => fn(...xs).square())(...args)], inputs);
    return compare(backend, graph, inputs);
  },
});

const convolved = (title: string, x: readonly number[], filter: readonly number[], options?: ConvOptions): Check =>
  differentiated(`convolution ${title}`, (image, weights) => conv(image, weights, options), [randomValues(x, 1), randomValues(filter, 2)]);

async function compare(backend: Backend, graph: Graph, inputs: readonly TensorData[]): Promise<string | undefined> {
  return mismatch(await runOn(backend, graph, inputs), evaluate(graph, inputs));
}

/** Runs one executable for several sizes of `batch`; `others` is larger by 2. */
const sizes = (name: string, fn: Fn, specs: readonly SpecLike[]): Check => ({
  name,
  run: async (backend) => {
    const graph = trace(fn, specs);
    const executable = await backend.compile(graph);
    for (const batch of [4, 3, 7, 4]) {
      const inputs = specs.map(({ shape }, i): TensorData =>
        randomValues(
          shape.map((dim) => (dim === "batch" ? batch : dim === "others" ? batch + 2 : Number(dim))),
          i,
        ),
      );
      const results = await executable.run(inputs.map((input) => upload(backend, input)));
      const difference = mismatch(await Promise.all(results.map(download)), evaluate(graph, inputs));
      if (difference !== undefined) return `size ${batch}: ${difference}`;
    }
    executable.dispose();
    return undefined;
  },
});

const trainingInputs: readonly TensorData[] = [
  randomValues([3, 3, 1, 4], 1),
  randomValues([3, 3, 4, 4], 2),
  randomValues([36, 3], 3),
  randomValues([5, 2, 8, 8, 1], 4),
  randomValues([5, 2, 3], 5),
];

/** Three weights, then five batches of two images and of what they should give. */
const trainingLoop: Graph = trace((first: Tensor, second: Tensor, dense: Tensor, images: Tensor, targets: Tensor) => {
  const loss = ([a, b, c]: readonly [Tensor, Tensor, Tensor], x: Tensor, y: Tensor): Tensor => {
    const hidden = maxPool(relu(conv(x, a, { padding: "same" })), 2);
    const features = averagePool(relu(conv(hidden, b, { padding: "same" })), 2, { strides: 1 });
    return features.reshape([2, 36]).matmul(c).sub(y).square().mean();
  };
  const step = (
    weights: readonly [Tensor, Tensor, Tensor],
    [x, y]: readonly [Tensor, Tensor],
  ): readonly [readonly [Tensor, Tensor, Tensor], Tensor] => {
    const [value, [a, b, c]] = valueAndGrad((moved: readonly [Tensor, Tensor, Tensor]) => loss(moved, x, y))(weights);
    const rate = literal(0.05, "float32");
    return [[weights[0].sub(a.mul(rate)), weights[1].sub(b.mul(rate)), weights[2].sub(c.mul(rate))], value];
  };
  return scan(step, [first, second, dense] as const, [images, targets] as const);
}, trainingInputs);
